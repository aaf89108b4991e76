/** What a model's output says of the picture: it predicts the noise, the velocity or the picture itself. */
import { z } from "zod";
import { setting } from "./config.ts";
import { clamp, divide, scale, weightedSum } from "./samples.ts";

/** "flow_prediction" is noise - picture, where a sample is (1 - sigma) x picture + sigma x noise. */
export type Prediction = "epsilon" | "v_prediction" | "sample" | "flow_prediction";

export const PredictionSettings = z.object({
  prediction_type: setting(z.enum(["epsilon", "v_prediction", "sample"]), "epsilon"),
});

/**
 * The predicted picture, where a sample is alpha x picture + sigma x noise.
 * v is defined in "Progressive Distillation for Fast Sampling of Diffusion
 * Models" (arXiv 2202.00512), appendix D.
 */
export function predictOriginal(
  prediction: Prediction,
  output: Float32Array,
  sample: Float32Array,
  alpha: number,
  sigma: number,
): Float32Array {
  if (prediction === "sample") return output;
  if (prediction === "v_prediction") return weightedSum([alpha, sample], [-sigma, output]);
  if (prediction === "flow_prediction") return weightedSum([1, sample], [-sigma, output]);
  return divide(weightedSum([1, sample], [-sigma, output]), alpha);
}

/** The predicted noise, of the same sample. */
export function predictNoise(
  prediction: Prediction,
  output: Float32Array,
  sample: Float32Array,
  alpha: number,
  sigma: number,
): Float32Array {
  if (prediction === "epsilon") return output;
  if (prediction === "v_prediction") return weightedSum([alpha, output], [sigma, sample]);
  return divide(weightedSum([1, sample], [-alpha, output]), sigma);
}

/** The predicted picture, where a sample is picture + sigma x noise, and the model saw it divided by sqrt(sigma^2 + 1). */
export function predictOriginalFromSigma(
  prediction: Exclude<Prediction, "flow_prediction">,
  output: Float32Array,
  sample: Float32Array,
  sigma: number,
): Float32Array {
  if (prediction === "sample") return output;
  if (prediction === "epsilon") return weightedSum([1, sample], [-sigma, output]);
  const variance = Math.fround(Math.fround(sigma * sigma) + 1);
  const fromOutput = scale(output, -sigma / Math.fround(Math.sqrt(variance)));
  return weightedSum([1, fromOutput], [1, divide(sample, variance)]);
}

export const ThresholdSettings = z.object({
  thresholding: setting(z.boolean(), false),
  dynamic_thresholding_ratio: setting(z.number().min(0).max(1), 0.995),
  sample_max_value: setting(z.number().positive(), 1),
});

export const ClipSettings = ThresholdSettings.extend({
  clip_sample: setting(z.boolean(), false),
  clip_sample_range: setting(z.number().positive(), 1),
});

/** The predicted picture within the range that the configuration asks for. */
export function clipOriginal(original: Float32Array, settings: z.infer<typeof ClipSettings>): Float32Array {
  if (settings.thresholding) return threshold(original, settings);
  return settings.clip_sample ? clamp(original, settings.clip_sample_range) : original;
}

/**
 * Dynamic thresholding: what exceeds the values' quantile is cut, and the rest
 * scaled to [-1, 1]; over all that the array holds.
 * Source: "Photorealistic Text-to-Image Diffusion Models with Deep Language
 * Understanding" (arXiv 2205.11487), section 2.3.
 */
export function threshold(
  original: Float32Array,
  { thresholding, dynamic_thresholding_ratio, sample_max_value }: z.infer<typeof ThresholdSettings>,
): Float32Array {
  if (!thresholding) return original;
  const sizes = original.map(Math.abs).sort();
  const place = dynamic_thresholding_ratio * (sizes.length - 1);
  const below = sizes[Math.floor(place)] as number;
  const above = sizes[Math.ceil(place)] as number;
  const quantile = below + (above - below) * (place - Math.floor(place));
  const limit = Math.min(Math.max(quantile, 1), sample_max_value);
  return divide(clamp(original, limit), limit);
}
