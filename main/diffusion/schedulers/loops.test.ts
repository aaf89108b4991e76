import { expect, test } from "vitest";
import { runLoop, sumOfSizes } from "./loops.fixture.ts";

/**
 * Whole loops whose results diffusers publishes: tests/schedulers/test_scheduler_{euler,euler_ancestral,
 * ddim,pndm,dpm_multi,lcm,unipc}.py, the method of each is in `source`. Sums and means are of absolute values.
 */
interface Loop {
  source: string;
  config: Record<string, unknown>;
  steps?: number;
  /** Image to image: the last this many of the steps, from the sample with noise. */
  taken?: number;
  /** UniPC's loops over samples of one dimension: [4, 3, 8] rather than [4, 3, 8, 8]. */
  line?: boolean;
  sum?: number;
  mean: number;
  sumTolerance?: number;
}

const linear = { beta_schedule: "linear", beta_start: 0.0001, beta_end: 0.02 };
const euler = { _class_name: "EulerDiscreteScheduler", num_train_timesteps: 1100, ...linear };
const ancestral = { ...euler, _class_name: "EulerAncestralDiscreteScheduler" };
const ddim = { _class_name: "DDIMScheduler", num_train_timesteps: 1000, ...linear, clip_sample: true };
const pndm = { _class_name: "PNDMScheduler", num_train_timesteps: 1000, ...linear };
const lcm = {
  _class_name: "LCMScheduler",
  num_train_timesteps: 1000,
  beta_schedule: "scaled_linear",
  beta_start: 0.00085,
  beta_end: 0.012,
  prediction_type: "epsilon",
};
const dpm = {
  _class_name: "DPMSolverMultistepScheduler",
  num_train_timesteps: 1000,
  ...linear,
  solver_order: 2,
  prediction_type: "epsilon",
  thresholding: false,
  sample_max_value: 1,
  algorithm_type: "dpmsolver++",
  solver_type: "midpoint",
  lower_order_final: false,
  euler_at_final: false,
  lambda_min_clipped: Number.NEGATIVE_INFINITY,
  variance_type: null,
  final_sigmas_type: "sigma_min",
};
const uniPc = {
  _class_name: "UniPCMultistepScheduler",
  num_train_timesteps: 1000,
  ...linear,
  solver_order: 2,
  solver_type: "bh2",
  final_sigmas_type: "sigma_min",
};
const flow = { _class_name: "FlowMatchEulerDiscreteScheduler", num_train_timesteps: 1000, shift: 3 };
const v = { prediction_type: "v_prediction" };
const karras = { use_karras_sigmas: true };

const LOOPS: Loop[] = [
  { source: "euler no_noise, device", config: euler, sum: 10.0807, mean: 0.0131 },
  { source: "euler v_prediction", config: { ...euler, ...v }, sum: 0.0002, mean: 2.2676e-6 },
  { source: "euler device_karras_sigmas", config: { ...euler, ...karras }, sum: 124.522995, mean: 0.162139 },
  { source: "euler with_noise", config: euler, taken: 2, sum: 57062.9297, mean: 74.3007 },
  { source: "euler_ancestral no_noise, device", config: ancestral, sum: 152.3192, mean: 0.1983 },
  { source: "euler_ancestral v_prediction", config: { ...ancestral, ...v }, sum: 108.4439, mean: 0.1412 },
  { source: "euler_ancestral with_noise", config: ancestral, taken: 2, sum: 56163.0508, mean: 73.129 },
  { source: "ddim no_noise", config: ddim, sum: 172.0067, mean: 0.223967 },
  { source: "ddim v_prediction", config: { ...ddim, ...v }, sum: 52.5302, mean: 0.0684 },
  {
    source: "ddim set_alpha_to_one",
    config: { ...ddim, set_alpha_to_one: true, beta_start: 0.01 },
    sum: 149.8295,
    mean: 0.1951,
  },
  {
    source: "ddim no_set_alpha_to_one",
    config: { ...ddim, set_alpha_to_one: false, beta_start: 0.01 },
    sum: 149.0784,
    mean: 0.1941,
  },
  { source: "ddim with_noise", config: ddim, taken: 2, sum: 354.5418, mean: 0.4616 },
  { source: "pndm no_noise", config: pndm, sum: 198.1318, mean: 0.258 },
  { source: "pndm v_prediction", config: { ...pndm, ...v }, sum: 67.3986, mean: 0.0878 },
  {
    source: "pndm set_alpha_to_one",
    config: { ...pndm, set_alpha_to_one: true, beta_start: 0.01 },
    sum: 230.0399,
    mean: 0.2995,
  },
  {
    source: "pndm no_set_alpha_to_one",
    config: { ...pndm, set_alpha_to_one: false, beta_start: 0.01 },
    sum: 186.9482,
    mean: 0.2434,
  },
  { source: "lcm onestep", config: lcm, steps: 1, sum: 18.7097, mean: 0.0244, sumTolerance: 1e-3 },
  { source: "lcm multistep", config: lcm, sum: 197.7616, mean: 0.2575, sumTolerance: 1e-3 },
  { source: "dpm_multi no_noise, switch", config: dpm, mean: 0.3301 },
  { source: "dpm_multi with_noise", config: dpm, taken: 5, sum: 318.4111, mean: 0.4146 },
  {
    source: "dpm_multi no_noise_thres",
    config: { ...dpm, thresholding: true, dynamic_thresholding_ratio: 0.87, sample_max_value: 0.5 },
    mean: 1.1364,
  },
  { source: "dpm_multi v_prediction", config: { ...dpm, ...v }, mean: 0.2251 },
  { source: "dpm_multi karras_and_v_prediction", config: { ...dpm, ...v, ...karras }, mean: 0.2096 },
  { source: "dpm_multi lu_and_v_prediction", config: { ...dpm, ...v, use_lu_lambdas: true }, mean: 0.1554 },
  { source: "unipc no_noise, switch", config: uniPc, mean: 0.2464 },
  { source: "unipc karras", config: { ...uniPc, ...karras }, mean: 0.2925 },
  { source: "unipc v_prediction", config: { ...uniPc, ...v }, mean: 0.1014 },
  { source: "unipc karras_and_v_prediction", config: { ...uniPc, ...v, ...karras }, mean: 0.1966 },
  { source: "unipc with_noise", config: uniPc, taken: 2, sum: 315.5757, mean: 0.4109 },
  { source: "unipc 1D no_noise, switch", config: uniPc, line: true, mean: 0.2441 },
  { source: "unipc 1D karras", config: { ...uniPc, ...karras }, line: true, mean: 0.2898 },
  { source: "unipc 1D v_prediction", config: { ...uniPc, ...v }, line: true, mean: 0.1014 },
  {
    source: "unipc 1D karras_and_v_prediction",
    config: { ...uniPc, ...v, ...karras },
    line: true,
    mean: 0.1944,
  },
  { source: "unipc 1D with_noise", config: uniPc, taken: 2, line: true, sum: 39.087, mean: 0.4072 },
  // Not published: computed by an independent port of the reference implementation.
  { source: "flow_match_euler no_noise", config: flow, sum: 129.3495, mean: 0.168424 },
];

test.for(LOOPS)("$source", ({ config, steps = 10, taken = steps, line, ...published }) => {
  const shape = line ? [3, 8] : [3, 8, 8];
  const sample = runLoop({ config, steps, strength: taken / steps, shape, stepFromScaled: true });
  const sum = sumOfSizes(sample);
  const mean = sum / sample.length;
  expect(Math.abs(mean - published.mean), `mean ${mean}`).toBeLessThan(1e-3);
  if (published.sum !== undefined) {
    expect(Math.abs(sum - published.sum), `sum ${sum}`).toBeLessThan(published.sumTolerance ?? 1e-2);
  }
});
