/**
 * UniPC (arXiv 2302.04867), multistep: a predictor, and a corrector that mends
 * the last step once the model has seen where it led; of orders 1 to 3, on
 * predicted pictures or noise. Parameters of diffusers' UniPCMultistepScheduler.
 */
import { z } from "zod";
import { positiveAlphasCumprod } from "./betas.ts";
import { readConfig, setting, unusable } from "./config.ts";
import {
  exchanged,
  type Level,
  levelOf,
  predictUnknown,
  requireSolvable,
  SolverSettings,
  solverScaling,
} from "./multistep.ts";
import { respacedSigmas } from "./respacing.ts";
import { weightedSum } from "./samples.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, skippedSteps } from "./scheduler.ts";
import { dynamicShift, shiftSigma, stretchToTerminal } from "./shift.ts";
import { sigmasAt, sigmaTable, timestepOfSigma, wholeTimestep } from "./sigmas.ts";
import { linspace, roundHalfEven, spaceSolverTimesteps } from "./spacing.ts";

const Settings = SolverSettings.extend({
  // The names of other solvers' types stand in configurations that were made for those.
  solver_type: setting(z.enum(["bh1", "bh2", "midpoint", "heun", "logrho"]), "bh2"),
  predict_x0: setting(z.boolean(), true),
  disable_corrector: setting(z.array(z.int()), []),
  sigma_min: z.number().positive().nullish(),
  sigma_max: z.number().positive().nullish(),
  shift_terminal: z.number().min(0).lt(1).nullish(),
  solver_p: z.null({ error: "a predictor of its own is not supported" }).optional(),
});
type Settings = z.infer<typeof Settings>;

/** A predicted picture or noise, and where it was predicted. */
type Visited = { value: Float32Array; lambda: number };

export function uniPc(config: unknown, options: RunOptions): Scheduler {
  const read = readConfig(Settings, config);
  const unknown = read.predict_x0 ? "picture" : "noise";
  // Predicted noise is not thresholded here, as it is by DPM-Solver.
  const settings = read.predict_x0 ? read : { ...read, thresholding: false };
  requireSolvable(settings, unknown);
  checkRun(options, settings.num_train_timesteps);
  const { timesteps, sigmas } = schedule(settings, options);
  const skipped = skippedSteps(options);
  const levels = [...sigmas].map((sigma) => levelOf(sigma, settings));
  const levelAt = (index: number) => levels[index] as Level;
  const solverLevelAt = (index: number) => (unknown === "noise" ? exchanged(levelAt(index)) : levelAt(index));
  /** What was predicted, the newest first. */
  let visited: Visited[] = [];
  /** The sample that the last step started from, and that step's order. */
  let last: { sample: Float32Array; order: number } | undefined;

  /** The sample at `index`, reached again now that what is predicted there is known. */
  function correct(index: number, reached: Visited, sample: Float32Array): Float32Array {
    if (!last || settings.disable_corrector.includes(index - 1)) return sample;
    const known = visited.slice(0, last.order);
    return update(settings, solverLevelAt(index - 1), solverLevelAt(index), last.sample, known, reached);
  }

  function orderAt(index: number): number {
    const left = timesteps.length - index;
    // Only order 1 can end without noise: lambda is infinite there.
    const ends = settings.lower_order_final || (left === 1 && settings.final_sigmas_type === "zero");
    return Math.min(settings.solver_order, visited.length, ends ? left : settings.solver_order);
  }

  return {
    name: "UniPCMultistepScheduler",
    timesteps: timesteps.slice(skipped),
    ...solverScaling(levelAt(skipped)),

    step(output, step, sample) {
      const index = skipped + step;
      const level = solverLevelAt(index);
      const value = predictUnknown(settings, unknown, output, sample, levelAt(index));
      const now = { value, lambda: level.lambda };
      const corrected = correct(index, now, sample);
      visited = [now, ...visited].slice(0, settings.solver_order);
      const order = orderAt(index);
      last = { sample: corrected, order };
      return update(settings, level, solverLevelAt(index + 1), corrected, visited.slice(0, order));
    },
  };
}

/**
 * The sample at `to`, from that at `from` and from what was predicted at it and
 * before it, newest first; with `reached`, predicted at `to`, it is the corrector's.
 */
function update(
  { solver_type }: Settings,
  from: Level,
  to: Level,
  sample: Float32Array,
  visited: Visited[],
  reached?: Visited,
): Float32Array {
  const h = to.lambda - from.lambda;
  // A last sigma like the one before it is no step; the formulas divide by its length.
  if (h === 0) return sample.slice();
  const [now, ...before] = visited as [Visited, ...Visited[]];
  const decay = Math.expm1(-h);
  const plain: [number, Float32Array][] = [
    [to.sigma / from.sigma, sample],
    [-to.alpha * decay, now.value],
  ];
  const others = reached ? [...before, reached] : before;
  const ratios = others.map(({ lambda }) => (lambda - now.lambda) / h);
  const step = solver_type === "bh1" ? -h : decay;
  const shares = residualShares(ratios, -h, step);
  const residuals = others.map(({ value }, i): [number, Float32Array] => {
    const weight = (-to.alpha * step * (shares[i] as number)) / (ratios[i] as number);
    return [weight, weightedSum([1, value], [-1, now.value])];
  });
  return weightedSum(...(plain as [(typeof plain)[0]]), ...residuals);
}

/**
 * How much each difference of predicted pictures counts: the solution of
 * sum over k of ratio_k^(i-1) x share_k = i! phi_(i+1)(hh) hh / B, i = 1, 2, ...
 * (theorem 3.1 of the paper). The predictor of order 2 and the corrector of
 * order 1 take 1/2, as the paper's implementation does.
 */
function residualShares(ratios: number[], hh: number, step: number): number[] {
  if (ratios.length === 1) return [0.5];
  const targets: number[] = [];
  let phi = Math.expm1(hh) / hh - 1;
  let factorial = 1;
  for (let i = 1; i <= ratios.length; i++) {
    targets.push((phi * factorial) / step);
    factorial *= i + 1;
    phi = phi / hh - 1 / factorial;
  }
  return solveVandermonde(ratios, targets);
}

/** The shares x with sum over k of nodes[k]^i x[k] = targets[i], by Gaussian elimination. */
function solveVandermonde(nodes: number[], targets: number[]): number[] {
  const rows = targets.map((target, i) => [...nodes.map((node) => node ** i), target]);
  const size = nodes.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows[column] as number[];
    for (const [r, row] of rows.entries()) {
      if (r === column) continue;
      const factor = (row[column] as number) / (pivot[column] as number);
      for (let c = column; c <= size; c++) row[c] = (row[c] as number) - factor * (pivot[c] as number);
    }
  }
  return rows.map((row, i) => (row[size] as number) / (row[i] as number));
}

/** Whole timesteps, and sigmas with one more at the end. */
function schedule(settings: Settings, options: RunOptions): { timesteps: number[]; sigmas: Float32Array } {
  const { steps } = options;
  const table = sigmaTable(positiveAlphasCumprod(settings));
  const { timestep_spacing: spacing, num_train_timesteps: trained, steps_offset: offset } = settings;
  const max = settings.sigma_max ?? (table.at(-1) as number);
  const min = settings.sigma_min ?? (table[0] as number);
  const endsAt = (sigma: number) => (settings.final_sigmas_type === "zero" ? 0 : sigma);
  const withEnd = (sigmas: number[], last: number) => Float32Array.from([...sigmas, endsAt(last)]);

  const respaced = respacedSigmas(settings, max, min, steps);
  if (settings.use_flow_sigmas) {
    if (settings.use_exponential_sigmas || settings.use_beta_sigmas) {
      throw unusable("use_flow_sigmas goes with use_karras_sigmas only");
    }
    const sigmas = respaced?.map((sigma) => sigma / (sigma + 1)) ?? flowSigmas(settings, options);
    const timesteps = sigmas.map((sigma) => Math.trunc(sigma * trained));
    return { timesteps, sigmas: withEnd(sigmas, sigmas.at(-1) as number) };
  }
  if (respaced !== undefined) {
    const whole = settings.use_karras_sigmas ? roundHalfEven : wholeTimestep;
    const timesteps = respaced.map((sigma) => whole(timestepOfSigma(table, sigma)));
    return { timesteps, sigmas: withEnd(respaced, respaced.at(-1) as number) };
  }
  const timesteps = spaceSolverTimesteps({ spacing, steps, trained, offset });
  return { timesteps, sigmas: withEnd(sigmasAt(table, timesteps), table[0] as number) };
}

/** Falling, without an end of their own. */
function flowSigmas(settings: Settings, { steps, tokens }: RunOptions): number[] {
  const shift = settings.use_dynamic_shifting ? dynamicShift(settings, tokens) : settings.flow_shift;
  const even = linspace(1, 1 / settings.num_train_timesteps, steps + 1).slice(0, -1);
  const shifted = even.map((sigma) => shiftSigma(sigma, shift));
  const sigmas = stretchToTerminal(shifted, settings.shift_terminal);
  // Where there is nothing but noise, lambda would be infinite.
  return sigmas.map((sigma) => (Math.abs(sigma - 1) < NOISIEST ? sigma - NOISIEST : sigma));
}

const NOISIEST = 1e-6;
