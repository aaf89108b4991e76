/**
 * How much of the picture is left at each trained timestep: the running product
 * of 1 - beta. Kept in f32 as PyTorch keeps it, since the last digits of a table
 * decide the sigmas of the noisiest steps.
 */
import { z } from "zod";
import { setting, unusable } from "./config.ts";

const { fround } = Math;

/** The fields of a scheduler's configuration that say how the model was trained. */
export const NoiseSettings = z.object({
  num_train_timesteps: setting(z.int().min(1).max(100_000), 1000),
  beta_start: setting(z.number().positive().max(1), 0.0001),
  beta_end: setting(z.number().positive().max(1), 0.02),
  beta_schedule: setting(z.enum(["linear", "scaled_linear", "squaredcos_cap_v2"]), "linear"),
  trained_betas: z.array(z.number().min(0).max(1)).min(1).nullish(),
  rescale_betas_zero_snr: setting(z.boolean(), false),
});
export type NoiseSettings = z.infer<typeof NoiseSettings>;

/**
 * The running product of 1 - beta for each trained timestep, falling from nearly 1.
 * Throws Problem "corrupt-pack" when trained betas are not as many as timesteps.
 */
export function alphasCumprod(settings: NoiseSettings): Float32Array {
  const alphas = trainedBetas(settings).map((beta) => 1 - beta);
  const product = runningProduct(alphas);
  return settings.rescale_betas_zero_snr ? rescaleToZeroSnr(product) : product;
}

/** The same for a scheduler that divides by it: a zero at the end becomes 2^-24, the least of fp16. */
export function positiveAlphasCumprod(settings: NoiseSettings): Float32Array {
  const product = alphasCumprod(settings);
  if (settings.rescale_betas_zero_snr) product[product.length - 1] = 2 ** -24;
  return product;
}

function trainedBetas(settings: NoiseSettings): Float32Array {
  const { num_train_timesteps: count, beta_start, beta_end, beta_schedule, trained_betas } = settings;
  if (trained_betas) {
    if (trained_betas.length !== count)
      throw unusable(`trained_betas has ${trained_betas.length} values, not ${count}`);
    return Float32Array.from(trained_betas);
  }
  if (beta_schedule === "linear") return linspaceSingle(beta_start, beta_end, count);
  if (beta_schedule === "scaled_linear") {
    return linspaceSingle(Math.sqrt(beta_start), Math.sqrt(beta_end), count).map((root) => root * root);
  }
  return cosineBetas(count);
}

/** Source: "Improved Denoising Diffusion Probabilistic Models" (arXiv 2102.09672), equation 17. */
function cosineBetas(count: number): Float32Array {
  const left = (time: number) => Math.cos((((time + 0.008) / 1.008) * Math.PI) / 2) ** 2;
  return Float32Array.from({ length: count }, (_, i) =>
    Math.min(1 - left((i + 1) / count) / left(i / count), 0.999),
  );
}

/** Evenly spaced f32 values, reckoned from the nearer end (PyTorch's linspace). */
function linspaceSingle(start: number, end: number, count: number): Float32Array {
  const [first, last] = [fround(start), fround(end)];
  const stride = fround(fround(last - first) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < Math.floor(count / 2) || count === 1
      ? first + fround(stride * i)
      : last - fround(stride * (count - 1 - i)),
  );
}

/** The product runs in f64, as PyTorch's does on the CPU; what is stored is f32. */
function runningProduct(factors: Float32Array): Float32Array {
  let product = 1;
  return factors.map((factor) => {
    product *= factor;
    return product;
  });
}

/** Nothing of the picture is left at the last timestep. Source: arXiv 2305.08891, algorithm 1. */
function rescaleToZeroSnr(alphaBars: Float32Array): Float32Array {
  const roots = alphaBars.map(Math.sqrt);
  const first = roots[0] as number;
  const last = roots.at(-1) as number;
  const stretch = fround(first / fround(first - last));
  const bars = roots.map((root) => fround(fround(root - last) * stretch) ** 2);
  // Back through betas, as the reference goes: it rounds the table anew.
  const alphas = bars.map((bar, i) => (i === 0 ? bar : bar / (bars[i - 1] as number)));
  const betas = alphas.map((alpha) => 1 - alpha);
  return runningProduct(betas.map((beta) => 1 - beta));
}
