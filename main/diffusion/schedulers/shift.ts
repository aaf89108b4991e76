/** Shifts of flow matching's sigmas towards the noisy end: the larger the picture, the further. */
import { z } from "zod";
import { setting } from "./config.ts";

/** Of the configuration, what makes the shift follow the picture's size; diffusers' defaults are FLUX's. */
export const DynamicShiftSettings = z.object({
  use_dynamic_shifting: setting(z.boolean(), false),
  time_shift_type: setting(z.enum(["exponential", "linear"]), "exponential"),
  base_shift: setting(z.number(), 0.5),
  max_shift: setting(z.number(), 1.15),
  base_image_seq_len: setting(z.int().min(1), 256),
  max_image_seq_len: setting(z.int().min(2), 4096),
});

/** A sigma, shifted. Source: "Scaling Rectified Flow Transformers" (arXiv 2403.03206), equation 23. */
export function shiftSigma(sigma: number, shift: number): number {
  return (shift * sigma) / (1 + (shift - 1) * sigma);
}

/**
 * The shift of a picture of so many tokens, on the line through the configuration's least and most; of the
 * least when left out.
 */
export function dynamicShift(settings: z.infer<typeof DynamicShiftSettings>, tokens?: number): number {
  const { base_image_seq_len: base, max_image_seq_len: most, base_shift, max_shift } = settings;
  const slope = (max_shift - base_shift) / (most - base);
  const mu = base_shift + slope * ((tokens ?? base) - base);
  return settings.time_shift_type === "exponential" ? Math.exp(mu) : mu;
}

/** So that the last sigma is `terminal`. */
export function stretchToTerminal(sigmas: number[], terminal: number | null | undefined): number[] {
  const last = sigmas.at(-1) as number;
  // A run of one step has nothing but pure noise to stretch from.
  if (!terminal || last === 1) return sigmas;
  const factor = (1 - last) / (1 - terminal);
  return sigmas.map((sigma) => 1 - (1 - sigma) / factor);
}
