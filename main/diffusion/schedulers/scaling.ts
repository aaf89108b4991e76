/** The two ways in which samples hold picture and noise, and what follows from each. */
import { divide, weightedSum } from "./samples.ts";
import type { Scheduler } from "./scheduler.ts";

const { fround } = Math;

type Scaling = Pick<Scheduler, "initNoiseSigma" | "scaleModelInput" | "addNoise">;

/** What schedulers share in whose samples the picture has its full size and the noise the size sigma. */
export function sigmaScaling(sigmas: Float32Array, skipped: number, spacing: string): Scaling {
  const spread = (sigma: number) => fround(Math.sqrt(fround(fround(sigma * sigma) + 1)));
  const max = Math.max(...sigmas);
  return {
    initNoiseSigma: spacing === "leading" ? spread(max) : max,
    scaleModelInput: (sample, step) => divide(sample, spread(sigmas[skipped + step] as number)),
    addNoise: (original, noise) => weightedSum([1, original], [sigmas[skipped] as number, noise]),
  };
}

/** How much of the picture and how much noise a sample holds where the product of 1 - beta is `alphaCumprod`. */
export function proportions(alphaCumprod: number): { picture: number; noise: number } {
  return {
    picture: fround(Math.sqrt(alphaCumprod)),
    noise: fround(Math.sqrt(fround(1 - alphaCumprod))),
  };
}

/** What schedulers share whose samples keep their size while noise takes the picture's place. */
export function alphaScaling(firstAlphaCumprod: number): Scaling {
  const { picture, noise: amount } = proportions(firstAlphaCumprod);
  return {
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample.slice(),
    addNoise: (original, noise) => weightedSum([picture, original], [amount, noise]),
  };
}
