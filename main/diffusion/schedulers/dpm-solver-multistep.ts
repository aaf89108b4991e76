/**
 * DPM-Solver++ (arXiv 2211.01095), which extrapolates the predicted picture, and DPM-Solver
 * (arXiv 2206.00927), which extrapolates the predicted noise; multistep, of orders 1 to 3, and their
 * forms with fresh noise (SDE). Parameters of diffusers' DPMSolverMultistepScheduler.
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
  type Unknown,
} from "./multistep.ts";
import { respacedSigmas } from "./respacing.ts";
import { weightedSum } from "./samples.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, skippedSteps } from "./scheduler.ts";
import { dynamicShift, shiftSigma } from "./shift.ts";
import { exponentialSigmas, sigmasAt, sigmaTable, timestepOfSigma, wholeTimestep } from "./sigmas.ts";
import { linspace, roundHalfEven, spaceSolverTimesteps } from "./spacing.ts";

const Settings = SolverSettings.extend({
  algorithm_type: setting(
    z.enum(["dpmsolver", "dpmsolver++", "sde-dpmsolver", "sde-dpmsolver++", "deis"]),
    "dpmsolver++",
  ),
  // The names of other solvers' types stand in configurations that were made for those.
  solver_type: setting(z.enum(["midpoint", "heun", "logrho", "bh1", "bh2"]), "midpoint"),
  euler_at_final: setting(z.boolean(), false),
  use_lu_lambdas: setting(z.boolean(), false),
  lambda_min_clipped: z
    .union([z.number(), z.literal(Number.NEGATIVE_INFINITY)])
    .nullish()
    .transform((value) => value ?? Number.NEGATIVE_INFINITY),
  variance_type: z
    .string()
    .nullish()
    .refine((type) => !type?.startsWith("learned"), { error: "a learned variance is not supported" }),
});
type Settings = z.infer<typeof Settings>;

/** Runs of fewer steps than this end on lower orders, if the configuration asks for it. */
const FEW_STEPS = 15;

export function dpmSolverMultistep(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(Settings, config);
  const unknown: Unknown = /dpmsolver$/.test(settings.algorithm_type) ? "noise" : "picture";
  requireSolvable(settings, unknown);
  if (settings.algorithm_type === "sde-dpmsolver" && settings.solver_order > 2) {
    throw unusable("solver_order: sde-dpmsolver has no order 3");
  }
  checkRun(options, settings.num_train_timesteps);
  const { timesteps, sigmas } = schedule(settings, options);
  const skipped = skippedSteps({ ...options, steps: timesteps.length });
  const levels = [...sigmas].map((sigma) => levelOf(sigma, settings));
  const levelAt = (index: number) => levels[index] as Level;
  const solverLevelAt = (index: number) => (unknown === "noise" ? exchanged(levelAt(index)) : levelAt(index));
  /** What was predicted, the newest first. */
  let predicted: Float32Array[] = [];

  function orderAt(index: number): number {
    const left = timesteps.length - index;
    const lower = settings.lower_order_final && timesteps.length < FEW_STEPS;
    const last = lower || settings.euler_at_final || settings.final_sigmas_type === "zero";
    const most = left === 1 && last ? 1 : left === 2 && lower ? 2 : settings.solver_order;
    return Math.min(most, predicted.length);
  }

  return {
    name: "DPMSolverMultistepScheduler",
    timesteps: timesteps.slice(skipped),
    ...solverScaling(levelAt(skipped)),

    step(output, step, sample, noise) {
      const index = skipped + step;
      const now = predictUnknown(settings, unknown, output, sample, levelAt(index));
      predicted = [now, ...predicted].slice(0, settings.solver_order);
      const visited = predicted.slice(0, orderAt(index)).map((value, ago) => ({
        value,
        lambda: solverLevelAt(index - ago).lambda,
      }));
      return update(settings, solverLevelAt(index), solverLevelAt(index + 1), sample, visited, noise);
    },
  };
}

type Visited = { value: Float32Array; lambda: number };

/** The sample at `to`, from that at `from` and from what was predicted at it and before it, newest first. */
function update(
  { algorithm_type, solver_type }: Settings,
  from: Level,
  to: Level,
  sample: Float32Array,
  visited: Visited[],
  noise: () => Float32Array,
): Float32Array {
  const h = to.lambda - from.lambda;
  // A last sigma like the one before it is no step; the formulas divide by its length.
  if (h === 0) return sample.slice();
  const [now, before, beforeThat] = visited as [Visited, Visited?, Visited?];
  // The fresh noise is made room for by going twice as far: in lambda for the picture, in the change for the noise.
  const rate = algorithm_type === "sde-dpmsolver++" ? 2 : 1;
  const share = to.alpha * (algorithm_type === "sde-dpmsolver" ? 2 : 1);
  const length = rate * h;
  const decay = Math.expm1(-length);
  const kept = (to.sigma / from.sigma) * (rate === 2 ? Math.exp(-h) : 1);
  const terms: [number, Float32Array][] = [[-share * decay, now.value]];

  if (before) {
    const r0 = (now.lambda - before.lambda) / h;
    const slope = weightedSum([1 / r0, now.value], [-1 / r0, before.value]);
    const heun = share * (decay / length + 1);
    if (beforeThat) {
      const r1 = (before.lambda - beforeThat.lambda) / h;
      const earlier = weightedSum([1 / r1, before.value], [-1 / r1, beforeThat.value]);
      const bend = weightedSum([1 / (r0 + r1), slope], [-1 / (r0 + r1), earlier]);
      // With noise the half has the other sign in the reference, whose pictures are to be met.
      const half = rate === 2 ? -0.5 : 0.5;
      terms.push([heun, slope], [heun * r0, bend], [-share * ((decay + length) / length ** 2 - half), bend]);
    } else {
      terms.push([solver_type === "heun" ? heun : -0.5 * share * decay, slope]);
    }
  }
  if (algorithm_type === "sde-dpmsolver++") terms.push([to.sigma * Math.sqrt(-Math.expm1(-2 * h)), noise()]);
  if (algorithm_type === "sde-dpmsolver") terms.push([to.alpha * Math.sqrt(Math.expm1(-2 * h)), noise()]);
  return weightedSum([kept, sample], ...terms);
}

/** Whole timesteps, and sigmas with one more at the end. */
function schedule(
  settings: Settings,
  { steps, tokens }: RunOptions,
): { timesteps: number[]; sigmas: Float32Array } {
  const table = sigmaTable(positiveAlphasCumprod(settings));
  const { timestep_spacing: spacing, num_train_timesteps: trained, steps_offset: offset } = settings;
  const last = settings.final_sigmas_type === "zero" ? 0 : (table[0] as number);
  const [max, min] = [table.at(-1) as number, table[0] as number];
  const respaced = respacedSigmas(settings, max, min, steps);
  const isLu = settings.use_lu_lambdas && !settings.use_karras_sigmas;
  if (settings.use_flow_sigmas) {
    if (respaced !== undefined || isLu) throw unusable("use_flow_sigmas has a spacing of its own");
    const sigmas = flowSigmas(settings, steps, tokens);
    return {
      timesteps: sigmas.map((sigma) => Math.trunc(sigma * trained)),
      sigmas: Float32Array.from([...sigmas, last]),
    };
  }
  // The logarithms of sigmas are lambdas: Lu's are evenly spaced, as the exponential ones.
  const spaced = isLu ? exponentialSigmas(max, min, steps) : respaced;
  const isCut =
    settings.beta_schedule === "squaredcos_cap_v2" ||
    (!isLu && (settings.use_exponential_sigmas || settings.use_beta_sigmas));
  const whole = isCut ? wholeTimestep : roundHalfEven;
  const timesteps =
    spaced?.map((sigma) => whole(timestepOfSigma(table, sigma))) ??
    spaceSolverTimesteps({ spacing, steps, trained, offset }, highestTimestep(settings, table));
  return { timesteps, sigmas: Float32Array.from([...(spaced ?? sigmasAt(table, timesteps)), last]) };
}

/** Falling, without the zero at their end. */
function flowSigmas(settings: Settings, steps: number, tokens: number | undefined): number[] {
  const shift = settings.use_dynamic_shifting ? dynamicShift(settings, tokens) : settings.flow_shift;
  return linspace(1, 1 / settings.num_train_timesteps, steps + 1)
    .map((picture) => shiftSigma(1 - picture, shift))
    .reverse()
    .slice(0, -1);
}

/** How many trained timesteps are not too noisy: those whose lambda is not below the configuration's least. */
function highestTimestep(settings: Settings, table: Float32Array): number {
  const clipped = table.filter((sigma) => -Math.log(sigma) < settings.lambda_min_clipped);
  return settings.num_train_timesteps - clipped.length;
}
