/** Sigmas that are spaced themselves, rather than by the timesteps that they belong to. */
import { z } from "zod";
import { setting, unusable } from "./config.ts";
import { betaSigmas, exponentialSigmas, karrasSigmas } from "./sigmas.ts";

export const RespacingSettings = z.object({
  use_karras_sigmas: setting(z.boolean(), false),
  use_exponential_sigmas: setting(z.boolean(), false),
  use_beta_sigmas: setting(z.boolean(), false),
});
type RespacingSettings = z.infer<typeof RespacingSettings>;

/**
 * `count` sigmas from `max` down to `min`; undefined when no such spacing is asked for.
 * Throws Problem "corrupt-pack" when more than one is.
 */
export function respacedSigmas(
  settings: RespacingSettings,
  max: number,
  min: number,
  count: number,
): number[] | undefined {
  const { use_karras_sigmas, use_exponential_sigmas, use_beta_sigmas } = settings;
  if (Number(use_karras_sigmas) + Number(use_exponential_sigmas) + Number(use_beta_sigmas) > 1) {
    throw unusable("it asks for more than one of Karras, exponential and beta sigmas");
  }
  if (use_karras_sigmas) return karrasSigmas(max, min, count);
  if (use_exponential_sigmas) return exponentialSigmas(max, min, count);
  return use_beta_sigmas ? betaSigmas(max, min, count) : undefined;
}
