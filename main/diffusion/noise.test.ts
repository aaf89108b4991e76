import { expect, test } from "vitest";
import { torchGenerator } from "./noise.ts";

// Expected values: torch.randn with torch.Generator("cpu").manual_seed(seed), PyTorch 1.13 on x86-64.

function expectClose(values: Iterable<number>, expected: readonly number[]): void {
  const actual = [...values];
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
}

test("sixteen values and more come in blocks, as torch.randn draws them", () => {
  expectClose(
    torchGenerator(0).randn(16),
    [
      -1.1258398, -1.1523602, -0.2505786, -0.4338788, 0.8487104, 0.6920092, -0.3160128, -2.1152194, 0.3222749,
      -1.2633348, 0.3499832, 0.3081339, 0.1198415, 1.2376579, 1.1167772, -0.2472782,
    ],
  );
});

test("a latent of 4 x 64 x 64 agrees from its first value to its last", () => {
  const latent = torchGenerator(42).randn(4 * 64 * 64);
  const samples = [0, 1, 8000, 16383].map((index) => latent[index] as number);
  expectClose(samples, [1.9269153, 1.4872841, 0.2778542, -0.2934061]);
  expect(latent.reduce((sum, value) => sum + Math.abs(value), 0)).toBeCloseTo(13158.0692, 2);
});

test("a count that sixteen does not divide draws the last sixteen anew, and the stream goes on after them", () => {
  const generator = torchGenerator(1234567890123);
  const values = generator.randn(35);
  const samples = [0, 1, 18, 19, 20, 31, 32, 33, 34].map((index) => values[index] as number);
  expectClose(
    samples,
    [-0.5685415, -0.199217, -0.8844232, -0.8741822, 1.2875712, 0.51693, 0.2398252, 0.5539419, -1.0104367],
  );
  expectClose(generator.randn(16).subarray(0, 4), [-0.7575187, -0.6506562, -0.0622964, -0.7714308]);
});

test("fewer than sixteen are drawn one at a time, and a left over sine outlives a call, even one for a block", () => {
  const generator = torchGenerator(0);
  expectClose(generator.randn(5), [1.5409961, -0.2934289, -2.1787894, 0.5684313, -1.0845224]);
  expectClose(generator.randn(4), [-1.3985955, 0.4033468, 0.8380263, -0.7192576]);
  expectClose(generator.randn(1), [-0.4033435]);
  expectClose(
    generator.randn(20).subarray(14),
    [-1.2001394, -0.0047857, -0.5180748, -0.3067042, -1.5809939, 1.7066433],
  );
  expectClose(generator.randn(3), [-0.0208795, -0.7184801, 0.5186368]);
});

test("a negative seed counts by its lowest 32 bits", () => {
  expectClose(torchGenerator(-1).randn(16).subarray(0, 3), [-2.6642976, -1.0910486, 0.4514474]);
});

test.for([
  // seed, count, sum of sizes, last, then the first and last of five more, the fourth of sixteen more
  [0, 1, 1.541, 1.541, -0.29343, -1.3986, 0.85038],
  [0, 15, 13.2359, -1.07119, 0.1227, -1.50911, 0.25963],
  [0, 17, 15.6382, 0.93183, 0.41536, 0.74554, -0.67309],
  [3, 31, 14.7982, 0.65891, 1.50738, 0.89201, -0.41214],
  [3, 33, 16.2597, 0.56159, -0.3139, -0.33173, -0.0752],
  [7, 4 * 5 * 7, 105.6217, 0.05395, -0.68774, 0.02319, -0.09366],
  [7, 4 * 65 * 3, 610.8132, 0.53236, -0.42399, -0.27771, -1.26966],
  [9, 2 * 4 * 9 * 9, 529.3792, -1.81745, 0.4177, -0.25289, -1.46057],
] as const)("seed %i: %i values, and what the stream gives after them", ([seed, count, sum, ...expected]) => {
  const generator = torchGenerator(seed);
  const values = generator.randn(count);
  const [five, sixteen] = [generator.randn(5), generator.randn(16)];
  expect(values.reduce((total, value) => total + Math.abs(value), 0)).toBeCloseTo(sum, 3);
  const samples = [values.at(-1), five[0], five[4], sixteen[3]];
  for (const [i, value] of expected.entries()) expect(samples[i]).toBeCloseTo(value, 4);
});
