import { expect, test } from "vitest";
import { createScheduler } from "./index.ts";
import { runLoop, sumOfSizes } from "./loops.fixture.ts";

/**
 * What packs ask for and no published loop covers. Expected values: diffusers' own schedulers (at commit 58eb52c,
 * August 2026) run by PyTorch 1.13 on x86-64 through the loops of loops.fixture.ts, image to image as the
 * StableDiffusionImg2ImgPipeline starts it; `values` are those at 1, 100 and 767 of 768.
 */
interface Reference {
  config: { _class_name: string; [field: string]: unknown };
  steps: number;
  strength?: number;
  /** The first timestep. */
  first: number;
  sum: number;
  values: number[];
}

const trained = {
  beta_schedule: "scaled_linear",
  beta_start: 0.00085,
  beta_end: 0.012,
  num_train_timesteps: 1000,
};
const leading = { timestep_spacing: "leading", steps_offset: 1 };
const zeroSnr = {
  timestep_spacing: "trailing",
  rescale_betas_zero_snr: true,
  prediction_type: "v_prediction",
};

const REFERENCES: Reference[] = [
  {
    config: { _class_name: "EulerDiscreteScheduler", ...trained, timestep_spacing: "trailing" },
    steps: 4,
    first: 999.0,
    sum: 145.7461,
    values: [0.00197938, 0.197938, 0.379547],
  },
  {
    config: { _class_name: "EulerDiscreteScheduler", ...trained, ...leading },
    steps: 20,
    first: 951.0,
    sum: 189.3475,
    values: [0.00257154, 0.257154, 0.493092],
  },
  {
    config: { _class_name: "EulerDiscreteScheduler", ...trained, ...leading, use_karras_sigmas: true },
    steps: 20,
    strength: 0.6,
    first: 522.5738,
    sum: 1307.0747,
    values: [0.476451, 1.7552, 2.94031],
  },
  {
    config: { _class_name: "EulerDiscreteScheduler", ...trained, ...zeroSnr },
    steps: 10,
    first: 999.0,
    sum: 55.7071,
    values: [0.000756562, 0.0756557, 0.14507],
  },
  {
    config: {
      _class_name: "EulerDiscreteScheduler",
      ...trained,
      use_exponential_sigmas: true,
      final_sigmas_type: "sigma_min",
    },
    steps: 10,
    first: 999.0,
    sum: 180.2975,
    values: [0.00244863, 0.244863, 0.469525],
  },
  {
    config: { _class_name: "EulerDiscreteScheduler", ...trained, interpolation_type: "log_linear" },
    steps: 10,
    first: 999.0,
    sum: 184.3517,
    values: [0.00250369, 0.250369, 0.480082],
  },
  {
    config: {
      _class_name: "EulerDiscreteScheduler",
      ...trained,
      prediction_type: "v_prediction",
      use_karras_sigmas: true,
      timestep_type: "continuous",
      sigma_min: 0.002,
      sigma_max: 700.0,
    },
    steps: 10,
    first: 1.6378,
    sum: 222.4137,
    values: [0.00302061, 0.302061, 0.579202],
  },
  {
    config: { _class_name: "EulerAncestralDiscreteScheduler", ...trained, timestep_spacing: "trailing" },
    steps: 1,
    first: 999.0,
    sum: 18.6661,
    values: [0.000253506, 0.0253506, 0.0486097],
  },
  {
    config: { _class_name: "EulerAncestralDiscreteScheduler", ...trained, timestep_spacing: "trailing" },
    steps: 4,
    first: 999.0,
    sum: 211.6277,
    values: [0.261568, 0.308608, -0.0838316],
  },
  {
    config: { _class_name: "EulerAncestralDiscreteScheduler", ...trained, ...leading },
    steps: 20,
    strength: 0.75,
    first: 701.0,
    sum: 283.4759,
    values: [0.111714, 0.171143, 0.481447],
  },
  {
    config: {
      _class_name: "DDIMScheduler",
      ...trained,
      ...leading,
      clip_sample: false,
      set_alpha_to_one: false,
    },
    steps: 20,
    first: 951.0,
    sum: 192.0829,
    values: [0.00260869, 0.260869, 0.500216],
  },
  {
    config: {
      _class_name: "DDIMScheduler",
      ...trained,
      ...leading,
      clip_sample: false,
      set_alpha_to_one: false,
    },
    steps: 20,
    strength: 0.6,
    first: 551.0,
    sum: 274.7217,
    values: [0.469524, 0.352849, 0.244719],
  },
  {
    config: {
      _class_name: "DDIMScheduler",
      ...trained,
      ...zeroSnr,
      clip_sample: false,
      set_alpha_to_one: false,
    },
    steps: 10,
    first: 999.0,
    sum: 59.0356,
    values: [0.000801765, 0.0801765, 0.153739],
  },
  {
    config: {
      _class_name: "DDIMScheduler",
      ...trained,
      clip_sample: false,
      set_alpha_to_one: false,
      prediction_type: "sample",
      timestep_spacing: "linspace",
    },
    steps: 10,
    first: 999.0,
    sum: 629.3437,
    values: [0.00854715, 0.854715, 1.63892],
  },
  {
    config: { _class_name: "PNDMScheduler", ...trained, ...leading, skip_prk_steps: true },
    steps: 20,
    first: 951.0,
    sum: 202.4587,
    values: [0.0027496, 0.27496, 0.527236],
  },
  {
    config: { _class_name: "PNDMScheduler", ...trained, ...leading, skip_prk_steps: true },
    steps: 20,
    strength: 0.6,
    first: 601.0,
    sum: 282.1403,
    values: [0.510104, 0.361164, 0.223132],
  },
  {
    config: {
      _class_name: "PNDMScheduler",
      ...trained,
      ...leading,
      prediction_type: "v_prediction",
      skip_prk_steps: true,
    },
    steps: 2,
    first: 501.0,
    sum: 78.6988,
    values: [0.00106881, 0.106881, 0.204945],
  },
  {
    config: { _class_name: "LCMScheduler", ...trained },
    steps: 4,
    first: 999.0,
    sum: 189.0072,
    values: [0.371924, 0.48997, -0.215172],
  },
  {
    config: { _class_name: "LCMScheduler", ...trained },
    steps: 4,
    strength: 0.5,
    first: 499.0,
    sum: 198.3247,
    values: [0.288036, 0.338348, -0.102448],
  },
  {
    config: { _class_name: "LCMScheduler", ...trained, prediction_type: "v_prediction" },
    steps: 8,
    first: 999.0,
    sum: 137.8703,
    values: [-0.241382, 0.117663, -0.0989261],
  },
  {
    config: { _class_name: "DPMSolverMultistepScheduler", ...trained },
    steps: 20,
    first: 999.0,
    sum: 190.4985,
    values: [0.00258717, 0.258717, 0.49609],
  },
  {
    config: { _class_name: "DPMSolverMultistepScheduler", ...trained, use_karras_sigmas: true },
    steps: 20,
    strength: 0.6,
    first: 561.0,
    sum: 289.7082,
    values: [0.500899, 0.371847, 0.252246],
  },
  {
    config: { _class_name: "DPMSolverMultistepScheduler", ...trained, solver_type: "heun" },
    steps: 10,
    first: 999.0,
    sum: 184.7892,
    values: [0.00250963, 0.250963, 0.481222],
  },
  {
    config: { _class_name: "DPMSolverMultistepScheduler", ...trained, solver_order: 3 },
    steps: 20,
    first: 999.0,
    sum: 189.8827,
    values: [0.00257881, 0.257881, 0.494486],
  },
  {
    config: {
      _class_name: "DPMSolverMultistepScheduler",
      ...trained,
      use_karras_sigmas: true,
      algorithm_type: "sde-dpmsolver++",
    },
    steps: 10,
    first: 999.0,
    sum: 307.4805,
    values: [-0.136892, -0.108499, 0.0199884],
  },
  {
    config: {
      _class_name: "DPMSolverMultistepScheduler",
      ...trained,
      ...leading,
      use_exponential_sigmas: true,
      euler_at_final: true,
    },
    steps: 10,
    first: 999.0,
    sum: 209.0393,
    values: [0.00283897, 0.283897, 0.544373],
  },
  {
    config: { _class_name: "DPMSolverMultistepScheduler", ...trained, lambda_min_clipped: -5.1 },
    steps: 10,
    first: 999.0,
    sum: 184.0657,
    values: [0.00249981, 0.249981, 0.479338],
  },
  {
    config: {
      _class_name: "DPMSolverMultistepScheduler",
      num_train_timesteps: 1000,
      beta_schedule: "squaredcos_cap_v2",
    },
    steps: 10,
    first: 999.0,
    sum: 769.8515,
    values: [0.0104556, 1.04555, 2.00485],
  },
  {
    config: { _class_name: "UniPCMultistepScheduler", ...trained },
    steps: 20,
    first: 999.0,
    sum: 190.3589,
    values: [0.00258527, 0.258527, 0.495726],
  },
  {
    config: { _class_name: "UniPCMultistepScheduler", ...trained, solver_order: 3 },
    steps: 10,
    first: 999.0,
    sum: 184.7524,
    values: [0.00250913, 0.250913, 0.481126],
  },
  {
    config: {
      _class_name: "UniPCMultistepScheduler",
      ...trained,
      solver_type: "bh1",
      final_sigmas_type: "sigma_min",
    },
    steps: 10,
    first: 999.0,
    sum: 193.1343,
    values: [0.00262297, 0.262297, 0.502954],
  },
  {
    config: { _class_name: "UniPCMultistepScheduler", ...trained, ...leading, disable_corrector: [0, 1] },
    steps: 10,
    strength: 0.5,
    first: 451.0,
    sum: 285.5189,
    values: [0.430011, 0.369237, 0.312914],
  },
  {
    config: { _class_name: "UniPCMultistepScheduler", ...trained, ...zeroSnr },
    steps: 10,
    first: 999.0,
    sum: 71.1738,
    values: [0.000966615, 0.0966615, 0.185348],
  },
  {
    config: { _class_name: "FlowMatchEulerDiscreteScheduler", shift: 3.0 },
    steps: 10,
    strength: 0.5,
    first: 707.2785,
    sum: 174.9444,
    values: [0.32124, 0.223729, 0.133359],
  },
  {
    config: { _class_name: "FlowMatchEulerDiscreteScheduler", shift: 3.0, stochastic_sampling: true },
    steps: 10,
    first: 1000.0,
    sum: 151.6973,
    values: [0.0139515, 0.379033, -0.048643],
  },
  {
    config: {
      _class_name: "FlowMatchEulerDiscreteScheduler",
      shift: 3.0,
      shift_terminal: 0.1,
      use_karras_sigmas: true,
    },
    steps: 10,
    first: 1000.0,
    sum: 132.0312,
    values: [0.00179312, 0.179312, 0.343831],
  },
];

function title({ config, steps, strength }: Reference): string {
  const { _class_name, ...fields } = config;
  const told = Object.entries(fields).filter(([field]) => !(field in trained));
  const settings = told.map(([field, value]) => `${field} ${value}`).join(", ");
  return `${_class_name}, ${steps} steps${strength ? ` at strength ${strength}` : ""}: ${settings || "defaults"}`;
}

test.for(REFERENCES.map((reference) => [title(reference), reference] as const))("%s", ([, reference]) => {
  const { config, steps, strength, first, sum, values } = reference;
  expect(createScheduler(config, { steps, strength }).timesteps[0]).toBeCloseTo(first, 3);
  const sample = runLoop({ config, steps, strength });
  expect(Math.abs(sumOfSizes(sample) / sum - 1)).toBeLessThan(1e-5);
  for (const [i, place] of [1, 100, 767].entries()) {
    expect(sample[place]).toBeCloseTo(values[i] as number, 4);
  }
});
