/** The loops of diffusers' scheduler tests: a sample and noise that count, and a model of one formula. */
import { torchGenerator } from "../noise.ts";
import type { RunOptions } from "./index.ts";
import { createScheduler } from "./index.ts";

interface Loop extends RunOptions {
  config: unknown;
  /** Channels and sizes of each of the batch's four samples. */
  shape?: readonly number[];
  /** The published Euler loops hand the scaled model input to step(), in place of the sample. */
  stepFromScaled?: boolean;
}

const BATCH = 4;

/** The sample after the whole loop; noise is drawn with torch's seed 0. */
export function runLoop({
  config,
  steps,
  strength = 1,
  tokens,
  shape = [3, 8, 8],
  stepFromScaled,
}: Loop): Float32Array {
  const scheduler = createScheduler(config, { steps, strength, tokens });
  const generator = torchGenerator(0);
  let sample: Float32Array = countingSample(shape).map((value) => value * scheduler.initNoiseSigma);
  if (strength < 1) sample = scheduler.addNoise(sample, countingNoise(shape));
  for (const [step, timestep] of scheduler.timesteps.entries()) {
    const input = scheduler.scaleModelInput(sample, step);
    const output = model(input, timestep);
    sample = scheduler.step(output, step, stepFromScaled ? input : sample, () =>
      generator.randn(sample.length),
    );
  }
  return sample;
}

export function sumOfSizes(sample: Float32Array): number {
  return sample.reduce((total, value) => total + Math.abs(value), 0);
}

/** Values from 0 to 1 that rise over channels, rows and columns, and only then over the batch. */
function countingSample(shape: readonly number[]): Float32Array {
  const inner = shape.reduce((product, size) => product * size, 1);
  const place = (i: number) => (i % inner) * BATCH + Math.floor(i / inner);
  return Float32Array.from({ length: BATCH * inner }, (_, i) => place(i) / (BATCH * inner));
}

/** The same values, falling. */
function countingNoise(shape: readonly number[]): Float32Array {
  const sample = countingSample(shape);
  return sample.map((value) => (sample.length - 1) / sample.length - value);
}

/** x t / (t + 1) in f32. */
function model(sample: Float32Array, timestep: number): Float32Array {
  return sample.map((value) => Math.fround(value * timestep) / Math.fround(timestep + 1));
}
