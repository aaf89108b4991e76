/** The JSON files of a diffusion pack, as diffusers writes them: what the pipelines need of each. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { Problem } from "#contract/problem.ts";

/** model_index.json */
export const ModelIndex = z.looseObject({
  /** An empty negative prompt is zeros instead of the encoding of "" (SDXL). */
  force_zeros_for_empty_prompt: z.boolean().default(true),
  /** Library and class. */
  scheduler: z.unknown().optional(),
});
export type ModelIndex = z.infer<typeof ModelIndex>;

/** unet/config.json */
export const UnetConfig = z.looseObject({
  /** One a resolution; each but the last halves the sides of the latent. */
  block_out_channels: z.array(z.int().positive()).nonempty().optional(),
  /** Width of the guidance embedding `timestep_cond` (LCM). */
  time_cond_proj_dim: z.int().positive().nullish(),
});
export type UnetConfig = z.infer<typeof UnetConfig>;

/** vae_decoder/config.json, vae_encoder/config.json */
export const VaeConfig = z.looseObject({
  /** The latents that the UNet knows are (z - shift_factor) * scaling_factor. */
  scaling_factor: z.number().positive().optional(),
  shift_factor: z.number().nullish(),
  block_out_channels: z.array(z.int().positive()).nonempty().optional(),
});
export type VaeConfig = z.infer<typeof VaeConfig>;

/** scheduler/scheduler_config.json: what chooses defaults; the scheduler itself reads the rest. */
export const SchedulerConfig = z.looseObject({
  _class_name: z.string().min(1),
  timestep_spacing: z.string().nullish(),
  rescale_betas_zero_snr: z.boolean().nullish(),
});
export type SchedulerConfig = z.infer<typeof SchedulerConfig>;

const EXPORT_AGAIN = "Export or download the pack again; docs/packs.md tells how.";

/** The Problem of a pack that is not what it should be. */
export function corrupt(message: string, options?: ErrorOptions & { hint?: string }): Problem {
  return new Problem("corrupt-pack", message, options?.hint ?? EXPORT_AGAIN, options);
}

/**
 * A JSON file of a pack.
 * @param path undefined, or a file that may be missing, gives the schema's defaults when `optional`.
 * @param options.parse reads the text, where it is not quite JSON.
 * @throws Problem "corrupt-pack" when it cannot be read, is no JSON or has a wrong field, which is named.
 */
export async function readConfig<S extends z.ZodType>(
  path: string,
  schema: S,
  options: { optional?: boolean; parse?: (text: string) => unknown } = {},
): Promise<z.infer<S>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (missing && options.optional) return schema.parse({});
    throw corrupt(`${path} ${missing ? "is missing" : "cannot be read"}.`, { cause: error });
  }
  let value: unknown;
  try {
    value = (options.parse ?? JSON.parse)(text);
  } catch (error) {
    throw corrupt(`${path} is no JSON.`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw corrupt(`${path} is wrong at "${issue.path.join(".")}": ${issue.message}.`);
}
