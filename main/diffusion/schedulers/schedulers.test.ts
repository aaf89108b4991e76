import { expect, test } from "vitest";
import { Problem } from "#contract/problem.ts";
import { createScheduler, parseSchedulerConfig } from "./index.ts";

function problemOf(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

const noNoise = (): Float32Array => {
  throw new Error("This scheduler draws no noise.");
};
/** A model's run in which it predicts `output` everywhere. */
function runWith(output: number, config: unknown, steps: number): Float32Array {
  const scheduler = createScheduler(config, { steps });
  let sample = new Float32Array(16).fill(scheduler.initNoiseSigma);
  for (const step of scheduler.timesteps.keys()) {
    const prediction = scheduler.scaleModelInput(sample, step).fill(output);
    sample = Float32Array.from(scheduler.step(prediction, step, sample, noNoise));
  }
  return sample;
}

/** As stabilityai/sd-turbo writes it. */
const SD_TURBO = `{
  "_class_name": "EulerDiscreteScheduler",
  "_diffusers_version": "0.24.0.dev0",
  "beta_end": 0.012,
  "beta_schedule": "scaled_linear",
  "beta_start": 0.00085,
  "clip_sample": false,
  "interpolation_type": "linear",
  "num_train_timesteps": 1000,
  "prediction_type": "epsilon",
  "sample_max_value": 1.0,
  "set_alpha_to_one": false,
  "sigma_max": null,
  "sigma_min": null,
  "skip_prk_steps": true,
  "steps_offset": 1,
  "timestep_spacing": "trailing",
  "timestep_type": "discrete",
  "trained_betas": null,
  "use_karras_sigmas": false
}`;

test("SD-Turbo's configuration gives its four timesteps and sigmas", () => {
  const scheduler = createScheduler(parseSchedulerConfig(SD_TURBO), { steps: 4 });
  expect(scheduler.timesteps).toEqual([999, 749, 499, 249]);
  expect(scheduler.initNoiseSigma).toBeCloseTo(14.61466, 4);
  const sigmas = [14.61466, 4.08173, 1.61289, 0.69321];
  const ones = new Float32Array(1).fill(1);
  for (const [step, sigma] of sigmas.entries()) {
    const scaled = scheduler.scaleModelInput(ones, step)[0] as number;
    expect(Math.sqrt(1 / scaled ** 2 - 1)).toBeCloseTo(sigma, 4);
  }
});

test("a configuration that Python wrote may hold infinities, and words like them in its strings", () => {
  const text =
    '{"lambda_min_clipped": -Infinity, "max": Infinity, "nothing": NaN, "note": "-Infinity \\" NaN"}';
  expect(parseSchedulerConfig(text)).toEqual({
    lambda_min_clipped: Number.NEGATIVE_INFINITY,
    max: Number.POSITIVE_INFINITY,
    nothing: null,
    note: '-Infinity " NaN',
  });
});

test("a DPM-Solver++ configuration with an infinite lambda_min_clipped is read", () => {
  const config = parseSchedulerConfig(
    '{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity, "variance_type": null}',
  );
  expect(createScheduler(config, { steps: 2 }).timesteps).toEqual([999, 500]);
});

test("fields that a class does not have in diffusers are passed over", () => {
  const rescaled = { ...PNDM, rescale_betas_zero_snr: true, timestep_spacing: "trailing" };
  const noisy = createScheduler(rescaled, { steps: 10 }).addNoise(Float32Array.of(1), Float32Array.of(0));
  expect(noisy[0]).toBeGreaterThan(0);
  const fixed = {
    _class_name: "DPMSolverMultistepScheduler",
    variance_type: "fixed_small",
    clip_sample: true,
  };
  expect(createScheduler(fixed, { steps: 2 }).timesteps).toEqual([999, 500]);
});

test("trained betas take the place of a schedule", () => {
  const config = {
    _class_name: "DDIMScheduler",
    num_train_timesteps: 4,
    trained_betas: [0.19, 0.2, 0.3, 0.4],
  };
  const scheduler = createScheduler(config, { steps: 4, strength: 0.25 });
  const [picture, noise] = [Float32Array.of(1), Float32Array.of(0)];
  expect(scheduler.addNoise(picture, noise)[0]).toBeCloseTo(0.9, 6);
});

test("text that is no JSON is a corrupt pack", () => {
  expect(problemOf(() => parseSchedulerConfig('{"steps_offset": '))).toMatchObject({ code: "corrupt-pack" });
});

test("a scheduler that is not supported is named, with those that are", () => {
  const problem = problemOf(() => createScheduler({ _class_name: "HeunDiscreteScheduler" }, { steps: 4 }));
  expect(problem.code).toBe("corrupt-pack");
  expect(problem.message).toContain("HeunDiscreteScheduler");
  expect(problem.hint).toContain("EulerDiscreteScheduler");
});

test.for([
  [{}, "_class_name: it is missing"],
  [[], "expected object"],
  [{ _class_name: "DDIMScheduler", beta_schedule: "sigmoid" }, "beta_schedule"],
  [{ _class_name: "DDIMScheduler", num_train_timesteps: 0 }, "num_train_timesteps"],
  [{ _class_name: "DDIMScheduler", trained_betas: [0.1, 0.2] }, "trained_betas has 2 values, not 1000"],
  [{ _class_name: "EulerDiscreteScheduler", prediction_type: "flow_prediction" }, "prediction_type"],
  [
    { _class_name: "EulerDiscreteScheduler", use_beta_sigmas: true, use_karras_sigmas: true },
    "more than one of Karras, exponential and beta sigmas",
  ],
  [
    { _class_name: "DDIMScheduler", rescale_betas_zero_snr: true, timestep_spacing: "trailing" },
    "prediction_type",
  ],
  [
    { _class_name: "DPMSolverMultistepScheduler", algorithm_type: "dpmsolver" },
    'final_sigmas_type "sigma_min"',
  ],
  [{ _class_name: "DPMSolverMultistepScheduler", variance_type: "learned_range" }, "variance_type"],
  [
    { _class_name: "DPMSolverMultistepScheduler", use_flow_sigmas: true, use_lu_lambdas: true },
    "use_flow_sigmas",
  ],
  [
    {
      _class_name: "DPMSolverMultistepScheduler",
      algorithm_type: "sde-dpmsolver",
      solver_order: 3,
      final_sigmas_type: "sigma_min",
    },
    "solver_order",
  ],
  [{ _class_name: "UniPCMultistepScheduler", predict_x0: false }, 'final_sigmas_type "sigma_min"'],
  [{ _class_name: "UniPCMultistepScheduler", prediction_type: "flow_prediction" }, "use_flow_sigmas"],
  [
    { _class_name: "UniPCMultistepScheduler", use_flow_sigmas: true, use_beta_sigmas: true },
    "use_flow_sigmas",
  ],
  [{ _class_name: "LCMScheduler", num_train_timesteps: 20 }, "original_inference_steps"],
] as const)("the configuration %j is refused by the field that is wrong", ([config, told]) => {
  const problem = problemOf(() => createScheduler(config, { steps: 4 }));
  expect(problem.code).toBe("corrupt-pack");
  expect(problem.message).toContain(told);
});

const DDIM = { _class_name: "DDIMScheduler", timestep_spacing: "leading", steps_offset: 1 };
const LCM = { _class_name: "LCMScheduler" };
const PNDM = { _class_name: "PNDMScheduler", skip_prk_steps: true, steps_offset: 1 };

test.for([
  [DDIM, { steps: 0 }, "0 steps"],
  [DDIM, { steps: 2.5 }, "2.5 steps"],
  [DDIM, { steps: 1001 }, "1001 steps"],
  [DDIM, { steps: 10, strength: 1.5 }, "strength of 1.5"],
  [DDIM, { steps: 10, strength: Number.NaN }, "strength of NaN"],
  [DDIM, { steps: 4, strength: 0.2 }, "leaves none of 4 steps"],
  [LCM, { steps: 51 }, "takes 50 steps at most"],
  [LCM, { steps: 8, strength: 0.1 }, "takes 5 steps at most at strength 0.1"],
  [{ ...PNDM, skip_prk_steps: false }, { steps: 3 }, "cannot take 3 steps"],
  [{ ...PNDM, skip_prk_steps: false }, { steps: 10, strength: 0.5 }, "cannot start from a picture"],
] as const)("%j with %j cannot be run", ([config, options, told]) => {
  const problem = problemOf(() => createScheduler(config, options));
  expect(problem.code).toBe("bad-input");
  expect(problem.message).toContain(told);
});

test("strength leaves away the first steps, cut down to whole ones", () => {
  const timesteps = (strength: number) => createScheduler(DDIM, { steps: 10, strength }).timesteps;
  expect(timesteps(1)).toEqual([901, 801, 701, 601, 501, 401, 301, 201, 101, 1]);
  expect(timesteps(0.55)).toEqual([401, 301, 201, 101, 1]);
  expect(timesteps(0.1)).toEqual([1]);
});

test("LCM takes all its steps at any strength, from a lower start", () => {
  expect(createScheduler(LCM, { steps: 4 }).timesteps).toEqual([999, 759, 499, 259]);
  expect(createScheduler(LCM, { steps: 4, strength: 0.5 }).timesteps).toEqual([499, 379, 259, 139]);
});

test("PNDM runs the model once more than it takes steps, or nine times more with Runge-Kutta steps", () => {
  expect(createScheduler(PNDM, { steps: 5 }).timesteps).toEqual([801, 601, 601, 401, 201, 1]);
  expect(createScheduler({ ...PNDM, skip_prk_steps: false }, { steps: 10 }).timesteps).toEqual([
    901, 851, 851, 801, 801, 751, 751, 701, 701, 651, 651, 601, 601, 501, 401, 301, 201, 101, 1,
  ]);
});

test.for([
  { _class_name: "EulerDiscreteScheduler" },
  { _class_name: "DDIMScheduler", clip_sample: false },
  { _class_name: "DPMSolverMultistepScheduler" },
  {
    _class_name: "DPMSolverMultistepScheduler",
    solver_order: 3,
    solver_type: "heun",
    use_karras_sigmas: true,
  },
  { _class_name: "UniPCMultistepScheduler" },
  { _class_name: "UniPCMultistepScheduler", solver_order: 3, solver_type: "bh1" },
])("%j ends on the picture that the model predicts at every step", (config) => {
  for (const steps of [1, 2, 3, 20]) {
    for (const value of runWith(0.25, { ...config, prediction_type: "sample" }, steps)) {
      expect(value).toBeCloseTo(0.25, 4);
    }
  }
});

test.for([
  // Karras' sigmas end where sigma_min does: a last step of no length.
  {
    _class_name: "DPMSolverMultistepScheduler",
    solver_type: "heun",
    use_karras_sigmas: true,
    final_sigmas_type: "sigma_min",
    beta_schedule: "scaled_linear",
    beta_start: 0.00085,
    beta_end: 0.012,
  },
  // lambda is infinite at the end, where the reference's higher orders and its bh1 give NaN.
  { _class_name: "UniPCMultistepScheduler", solver_type: "bh1", lower_order_final: false },
  { _class_name: "FlowMatchEulerDiscreteScheduler", shift_terminal: 0.1 },
])("%j stays finite to its end", (config) => {
  for (const steps of [1, 2, 20, 30]) expect(runWith(0.25, config, steps).every(Number.isFinite)).toBe(true);
});

test("a zero terminal signal-to-noise ratio starts from finite noise", () => {
  const config = { ...DDIM, timestep_spacing: "trailing", rescale_betas_zero_snr: true };
  const ddim = createScheduler({ ...config, prediction_type: "v_prediction" }, { steps: 10 });
  const [picture, noise] = [Float32Array.of(5), Float32Array.of(0.5)];
  expect([...ddim.addNoise(picture, noise)]).toEqual([0.5]);
  const euler = createScheduler({ ...config, _class_name: "EulerDiscreteScheduler" }, { steps: 10 });
  expect(euler.initNoiseSigma).toBeCloseTo(4096, 0);
});

test("what goes in stays as it was", () => {
  for (const name of [
    "EulerDiscrete",
    "EulerAncestralDiscrete",
    "DDIM",
    "PNDM",
    "DPMSolverMultistep",
    "UniPCMultistep",
  ]) {
    const scheduler = createScheduler(
      { _class_name: `${name}Scheduler`, skip_prk_steps: true },
      { steps: 6 },
    );
    const [sample, output] = [new Float32Array(4).fill(2), new Float32Array(4).fill(0.5)];
    for (const step of [0, 1, 2, 3]) {
      const next = scheduler.step(output, step, sample, () => new Float32Array(4).fill(1));
      expect(next).not.toBe(sample);
      expect(scheduler.scaleModelInput(sample, step)).not.toBe(sample);
    }
    scheduler.addNoise(sample, output);
    expect([...sample, ...output]).toEqual([2, 2, 2, 2, 0.5, 0.5, 0.5, 0.5]);
  }
});

// Published: test_flow_and_karras_sigmas_values of diffusers' tests/schedulers/test_scheduler_unipc.py.
test("UniPC's flow sigmas with Karras' spacing are those that diffusers publishes", () => {
  const config = {
    _class_name: "UniPCMultistepScheduler",
    sigma_min: 0.01,
    sigma_max: 200,
    use_flow_sigmas: true,
    use_karras_sigmas: true,
  };
  const sigmas = [0.9950248599, 0.9787454605, 0.8774884343, 0.3604971766, 0.0099009862];
  expect(createScheduler(config, { steps: 5 }).timesteps).toEqual([995, 978, 877, 360, 9]);
  for (const [skipped, sigma] of sigmas.entries()) {
    const scheduler = createScheduler(config, { steps: 5, strength: (5 - skipped) / 5 });
    const noisy = scheduler.addNoise(Float32Array.of(0), Float32Array.of(1));
    expect(noisy[0]).toBeCloseTo(sigma, 6);
  }
});

// Published: test_duplicated_timesteps of diffusers' tests/schedulers/test_scheduler_dpm_multi.py.
test("DPM-Solver++ takes as many steps as there are timesteps", () => {
  const config = { _class_name: "DPMSolverMultistepScheduler", final_sigmas_type: "sigma_min" };
  expect(createScheduler(config, { steps: 1000 }).timesteps).toHaveLength(1000);
});

test("beta sigmas lie closest together at the noisiest and at the cleanest end", () => {
  const config = { _class_name: "FlowMatchEulerDiscreteScheduler", use_beta_sigmas: true };
  const { timesteps } = createScheduler(config, { steps: 9 });
  const gaps = timesteps.slice(1).map((timestep, i) => timesteps[i]! - timestep);
  expect(gaps[0]).toBeLessThan(gaps[3]!);
  expect(gaps[7]).toBeLessThan(gaps[4]!);
});

test("a dynamic shift starts larger pictures noisier", () => {
  const config = { _class_name: "FlowMatchEulerDiscreteScheduler", use_dynamic_shifting: true };
  const second = (tokens?: number) => createScheduler(config, { steps: 4, tokens }).timesteps[1] as number;
  expect(second(4096)).toBeGreaterThan(second(1024));
  expect(second()).toBeCloseTo(second(256), 3);
});
