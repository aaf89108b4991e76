/** Prints the largest difference of the probe graph's output between CPU and WebGPU. */
import { runProbe } from "./probe-graph.ts";

const cpu = await runProbe("cpu");
const gpu = await runProbe("webgpu");
const difference = cpu.output.reduce(
  (largest, value, i) => Math.max(largest, Math.abs(value - gpu.output[i]!)),
  0,
);
console.log(JSON.stringify({ difference, count: gpu.output.length }));
