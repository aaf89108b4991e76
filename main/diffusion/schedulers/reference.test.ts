import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createScheduler } from "./index.ts";
import { runLoop, sumOfSizes } from "./loops.fixture.ts";

/**
 * What packs ask for and no published loop covers, one case a line of references.jsonl. Expected values:
 * diffusers' own schedulers (at commit 58eb52c, August 2026) run by PyTorch 1.13 on x86-64 through the loops of
 * loops.fixture.ts, image to image as the StableDiffusionImg2ImgPipeline starts it.
 */
interface Reference {
  class: string;
  /** "sd": the betas of Stable Diffusion; else those of the configuration. */
  trained?: "sd";
  config: Record<string, unknown>;
  steps: number;
  strength?: number;
  tokens?: number;
  /** The first timestep. */
  first: number;
  /** Of absolute values. */
  sum: number;
  /** Those at PLACES of 768. */
  values: number[];
}

const PLACES = [1, 100, 767];
const STABLE_DIFFUSION = {
  beta_schedule: "scaled_linear",
  beta_start: 0.00085,
  beta_end: 0.012,
  num_train_timesteps: 1000,
};

const references: Reference[] = readFileSync(new URL("references.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

function title({ class: name, config, steps, strength }: Reference): string {
  const settings = Object.entries(config).map(([field, value]) => `${field} ${value}`);
  return `${name}, ${steps} steps${strength ? ` at strength ${strength}` : ""}: ${settings.join(", ") || "defaults"}`;
}

test.for(references.map((reference) => [title(reference), reference] as const))("%s", ([, reference]) => {
  const { trained, config, steps, strength, tokens, first, sum, values } = reference;
  const full = { _class_name: reference.class, ...(trained && STABLE_DIFFUSION), ...config };
  expect(createScheduler(full, { steps, strength, tokens }).timesteps[0]).toBeCloseTo(first, 3);
  const sample = runLoop({ config: full, steps, strength, tokens });
  expect(Math.abs(sumOfSizes(sample) / sum - 1)).toBeLessThan(1e-5);
  for (const [i, place] of PLACES.entries()) expect(sample[place]).toBeCloseTo(values[i] as number, 4);
});
