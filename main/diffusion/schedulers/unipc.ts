/**
 * UniPC (arXiv 2302.04867), multistep: a predictor, and a corrector that mends
 * the last step once the model has seen where it led; of orders 1 to 3 on
 * predicted pictures. Parameters of diffusers' UniPCMultistepScheduler.
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
import { roundHalfEven, spaceSolverTimesteps } from "./spacing.ts";

const Settings = SolverSettings.extend({
  // The names of other solvers' types stand in configurations that were made for those.
  solver_type: setting(z.enum(["bh1", "bh2", "midpoint", "heun", "logrho"]), "bh2"),
  predict_x0: setting(z.literal(true, { error: "only true is supported" }), true),
  disable_corrector: setting(z.array(z.int()), []),
  sigma_min: z.number().positive().nullish(),
  sigma_max: z.number().positive().nullish(),
  solver_p: z.null({ error: "a predictor of its own is not supported" }).optional(),
});
type Settings = z.infer<typeof Settings>;

/** A predicted picture, and where it was predicted. */
type Visited = { picture: Float32Array; lambda: number };

export function uniPc(config: unknown, options: RunOptions): Scheduler {
  const settings = readConfig(Settings, config);
  checkRun(options, settings.num_train_timesteps);
  const { timesteps, sigmas } = schedule(settings, options.steps);
  const skipped = skippedSteps(options);
  const levels = [...sigmas].map(levelOf);
  const levelAt = (index: number) => levels[index] as Level;
  /** Predicted pictures, the newest first. */
  let visited: Visited[] = [];
  /** The sample that the last step started from, and that step's order. */
  let last: { sample: Float32Array; order: number } | undefined;

  /** The sample at `index`, reached again now that the picture predicted there is known. */
  function correct(index: number, picture: Float32Array, sample: Float32Array): Float32Array {
    if (!last || settings.disable_corrector.includes(index - 1)) return sample;
    const reached = { picture, lambda: levelAt(index).lambda };
    const known = visited.slice(0, last.order);
    return update(settings, levelAt(index - 1), levelAt(index), last.sample, known, reached);
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
      const level = levelAt(index);
      const predicted = predictOriginal(settings.prediction_type, output, sample, level.alpha, level.sigma);
      const picture = threshold(predicted, settings);
      const corrected = correct(index, picture, sample);
      visited = [{ picture, lambda: level.lambda }, ...visited].slice(0, settings.solver_order);
      const order = orderAt(index);
      last = { sample: corrected, order };
      return update(settings, level, levelAt(index + 1), corrected, visited.slice(0, order));
    },
  };
}

/**
 * The sample at `to`, from that at `from` and from the pictures predicted at it
 * and before it, newest first; with `reached`, the picture predicted at `to`,
 * it is the corrector's.
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
    [-to.alpha * decay, now.picture],
  ];
  const others = reached ? [...before, reached] : before;
  const ratios = others.map(({ lambda }) => (lambda - now.lambda) / h);
  const step = solver_type === "bh1" ? -h : decay;
  const shares = residualShares(ratios, -h, step);
  const residuals = others.map(({ picture }, i): [number, Float32Array] => {
    const weight = (-to.alpha * step * (shares[i] as number)) / (ratios[i] as number);
    return [weight, weightedSum([1, picture], [-1, now.picture])];
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
function schedule(settings: Settings, steps: number): { timesteps: number[]; sigmas: Float32Array } {
  const table = sigmaTable(positiveAlphasCumprod(settings));
  const { timestep_spacing: spacing, num_train_timesteps: trained, steps_offset: offset } = settings;
  const max = settings.sigma_max ?? (table.at(-1) as number);
  const min = settings.sigma_min ?? (table[0] as number);
  const finalSigma = settings.final_sigmas_type === "zero" ? 0 : min;
  const withEnd = (sigmas: number[], end: number) => Float32Array.from([...sigmas, end]);

  if (settings.use_karras_sigmas) {
    const sigmas = karrasSigmas(max, min, steps);
    const timesteps = sigmas.map((sigma) => roundHalfEven(timestepOfSigma(table, sigma)));
    return { timesteps, sigmas: withEnd(sigmas, finalSigma) };
  }
  if (settings.use_exponential_sigmas) {
    const sigmas = exponentialSigmas(max, min, steps);
    const timesteps = sigmas.map((sigma) => wholeTimestep(timestepOfSigma(table, sigma)));
    return { timesteps, sigmas: withEnd(sigmas, finalSigma) };
  }
  const timesteps = spaceSolverTimesteps({ spacing, steps, trained, offset });
  const end = settings.final_sigmas_type === "zero" ? 0 : (table[0] as number);
  return { timesteps, sigmas: withEnd(sigmasAt(table, timesteps), end) };
}
