/**
 * Runs one painter graph on the CPU and on WebGPU at a small size and prints the largest difference
 * of each output as JSON: `node compare-providers.ts GRAPH`. A process of its own, since the Vulkan
 * driver is chosen by the environment, and a broken one takes its process with it.
 */
import { Shot } from "#contract/storyboard.ts";
import { floats, openSession, tensor } from "#native/onnx/index.ts";
import { painterFeeds } from "../feeds.ts";

const [WIDTH, HEIGHT] = [96, 54];
const shot = Shot.parse({
  ...{ start: 0, frames: 240, seed: 7, setting: "sea", time: "dusk", weather: "cloudy", season: "autumn" },
  ...{ look: "realistic", mood: "calm", camera: "push", colour: "red", change: null },
});

const full = painterFeeds(shot, "854x480", 1);
const feeds = {
  ...full,
  x: { data: centres(WIDTH, 0), dims: [1, WIDTH] },
  y: { data: centres(HEIGHT, 0.5), dims: [HEIGHT, 1] },
  px: { data: Float32Array.of(1 / HEIGHT), dims: [1, 1] },
};

async function run(provider: "cpu" | "webgpu"): Promise<Record<string, Float32Array>> {
  const session = await openSession(process.argv[2]!, { provider, asWritten: true });
  const inputs = session.inputs.map(({ name }) => {
    const { data, dims } = feeds[name as keyof typeof feeds]!;
    return [name, tensor("float32", data, dims)];
  });
  const outputs = await session.run(Object.fromEntries(inputs));
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, floats(value)]));
}

function centres(n: number, middle: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => middle + (i + 0.5 - n / 2) / HEIGHT);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    // a value that is no number is as far off as can be
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return largest;
}

const cpu = await run("cpu");
const webgpu = await run("webgpu");
const differences = Object.keys(cpu).map((name) => [name, largestDifference(cpu[name]!, webgpu[name]!)]);
console.log(JSON.stringify(Object.fromEntries(differences)));
process.exit(0); // the WebGPU device keeps the event loop alive
