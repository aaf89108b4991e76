/**
 * DPM-Solver++ (arXiv 2211.01095), multistep, of orders 1 to 3, and its form
 * with noise (SDE-DPM-Solver++) of orders 1 and 2. Parameters of diffusers'
 * DPMSolverMultistepScheduler.
 */
import { z } from "zod";
import { positiveAlphasCumprod } from "./betas.ts";
import { readConfig, setting } from "./config.ts";
import { type Level, levelOf, SolverSettings, solverScaling } from "./multistep.ts";
import { predictOriginal, threshold } from "./prediction.ts";
import { weightedSum } from "./samples.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { checkRun, skippedSteps } from "./scheduler.ts";
import {
  exponentialSigmas,
  karrasSigmas,
  sigmasAt,
  sigmaTable,
  timestepOfSigma,
  wholeTimestep,
} from "./sigmas.ts";
import { linspace, roundHalfEven, spaceSolverTimesteps } from "./spacing.ts";

const Settings = SolverSettings.extend({
  algorithm_type: setting(
    z.enum(["dpmsolver++", "sde-dpmsolver++", "deis"], {
      error: 'only "dpmsolver++" and "sde-dpmsolver++" are supported',
    }),
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
}).refine((settings) => settings.algorithm_type !== "sde-dpmsolver++" || settings.solver_order < 3, {
  path: ["solver_order"],
  error: "sde-dpmsolver++ is supported up to order 2",
});
type Settings = z.infer<typeof Settings>;

/** Runs of fewer steps than this end on lower orders, if the configuration asks for it. */
const FEW_STEPS = 15;

export function dpmSolverMultistep(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(Settings, config);
  checkRun(options, settings.num_train_timesteps);
  const { timesteps, sigmas } = schedule(settings, options.steps);
  const skipped = skippedSteps({ ...options, steps: timesteps.length });
  const levels = [...sigmas].map(levelOf);
  const levelAt = (index: number) => levels[index] as Level;
  /** Predicted pictures, the newest first. */
  let originals: Float32Array[] = [];

  function orderAt(index: number): number {
    const left = timesteps.length - index;
    const lower = settings.lower_order_final && timesteps.length < FEW_STEPS;
    const last = lower || settings.euler_at_final || settings.final_sigmas_type === "zero";
    const most = left === 1 && last ? 1 : left === 2 && lower ? 2 : settings.solver_order;
    return Math.min(most, originals.length);
  }

  return {
    name: "DPMSolverMultistepScheduler",
    timesteps: timesteps.slice(skipped),
    ...solverScaling(levelAt(skipped)),

    step(output, step, sample, noise) {
      const index = skipped + step;
      const from = levelAt(index);
      const original = predictOriginal(settings.prediction_type, output, sample, from.alpha, from.sigma);
      originals = [threshold(original, settings), ...originals].slice(0, settings.solver_order);
      const order = orderAt(index);
      const visited = originals.slice(0, order).map((picture, ago) => ({
        picture,
        lambda: levelAt(index - ago).lambda,
      }));
      return update(settings, from, levelAt(index + 1), sample, visited, noise);
    },
  };
}

type Visited = { picture: Float32Array; lambda: number };

/** The sample at `to`, from that at `from` and from the pictures predicted at it and before it, newest first. */
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
  const stochastic = algorithm_type === "sde-dpmsolver++";
  const rate = stochastic ? 2 : 1;
  const decay = Math.expm1(-rate * h);
  const kept = (to.sigma / from.sigma) * (stochastic ? Math.exp(-h) : 1);
  const terms: [number, Float32Array][] = [[-to.alpha * decay, now.picture]];

  if (before) {
    const r0 = (now.lambda - before.lambda) / h;
    const slope = weightedSum([1 / r0, now.picture], [-1 / r0, before.picture]);
    const heun = to.alpha * (decay / (rate * h) + 1);
    if (beforeThat) {
      const r1 = (before.lambda - beforeThat.lambda) / h;
      const earlier = weightedSum([1 / r1, before.picture], [-1 / r1, beforeThat.picture]);
      const bend = weightedSum([1 / (r0 + r1), slope], [-1 / (r0 + r1), earlier]);
      terms.push([heun, slope], [heun * r0, bend], [-to.alpha * ((decay + h) / h ** 2 - 0.5), bend]);
    } else {
      terms.push([solver_type === "heun" ? heun : -0.5 * to.alpha * decay, slope]);
    }
  }
  if (stochastic) terms.push([to.sigma * Math.sqrt(-Math.expm1(-2 * h)), noise()]);
  return weightedSum([kept, sample], ...terms);
}

/** Whole timesteps, and sigmas with one more at the end. */
function schedule(settings: Settings, steps: number): { timesteps: number[]; sigmas: Float32Array } {
  const table = sigmaTable(positiveAlphasCumprod(settings));
  const { timestep_spacing: spacing, num_train_timesteps: trained, steps_offset: offset } = settings;
  const grid = { spacing, steps, trained, offset };
  const respaced = respacedSigmas(settings, table, steps);
  const whole = settings.beta_schedule === "squaredcos_cap_v2" ? wholeTimestep : roundHalfEven;
  const rounded = settings.use_exponential_sigmas ? wholeTimestep : whole;
  const timesteps =
    respaced?.map((sigma) => rounded(timestepOfSigma(table, sigma))) ??
    spaceSolverTimesteps(grid, highestTimestep(settings, table));
  const last = settings.final_sigmas_type === "zero" ? 0 : (table[0] as number);
  return { timesteps, sigmas: Float32Array.from([...(respaced ?? sigmasAt(table, timesteps)), last]) };
}

/** Sigmas that are spaced themselves, rather than by timesteps; undefined when no such spacing is asked for. */
function respacedSigmas(settings: Settings, table: Float32Array, steps: number): number[] | undefined {
  const [max, min] = [table.at(-1) as number, table[0] as number];
  if (settings.use_karras_sigmas) return karrasSigmas(max, min, steps);
  if (settings.use_lu_lambdas) return linspace(Math.log(max), Math.log(min), steps).map(Math.exp);
  if (settings.use_exponential_sigmas) return exponentialSigmas(max, min, steps);
  return undefined;
}

/** How many trained timesteps are not too noisy: those whose lambda is not below the configuration's least. */
function highestTimestep(settings: Settings, table: Float32Array): number {
  const clipped = table.filter((sigma) => -Math.log(sigma) < settings.lambda_min_clipped);
  return settings.num_train_timesteps - clipped.length;
}
