/** What PyTorch made with the fixture packs; tests/fixtures/packs/README.md tells the format. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { DiffusionRequest } from "../pipeline.ts";

export const PACKS = join(import.meta.dirname, "../../../tests/fixtures/packs");

/** The fixtures' UNets halve their latents once; one of the packs has no configuration that says so. */
const MULTIPLE = 16;

const Case = z.looseObject({
  name: z.string(),
  prompt: z.string(),
  negative: z.string().nullable(),
  seed: z.int(),
  width: z.int(),
  height: z.int(),
  steps: z.int(),
  guidance: z.number(),
  strength: z.number().optional(),
  init: z.string().optional(),
  frames: z.int().optional(),
  scheduler: z.looseObject({ _class_name: z.string() }).optional(),
  timesteps: z.array(z.number()),
  ids: z.record(z.string(), z.array(z.array(z.int()))),
  arrays: z.record(z.string(), z.object({ shape: z.array(z.int()), offset: z.int() })),
});
export type Case = z.infer<typeof Case>;

const Expectation = z.object({
  pack: z.string(),
  file: z.string(),
  texts: z.array(z.object({ text: z.string(), ids: z.array(z.array(z.int())) })),
  cases: z.array(Case),
});
export type Expectation = z.infer<typeof Expectation>;

/** The packs that have an expectation. */
export function expectations(): Expectation[] {
  return readdirSync(PACKS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("expected.json"))
    .sort()
    .map((file) => Expectation.parse(JSON.parse(readFileSync(join(PACKS, file), "utf8"))));
}

/** An array of a case, with its shape. */
export function arrayOf(
  pack: Expectation,
  asked: Case,
  name: string,
): { shape: number[]; values: Float32Array } {
  const { shape, offset } = asked.arrays[name]!;
  const bytes = readFileSync(join(PACKS, pack.pack, pack.file));
  const count = shape.reduce((product, side) => product * side, 1);
  return { shape, values: new Float32Array(bytes.buffer.slice(bytes.byteOffset + offset), 0, count) };
}

/** A case as the pipelines take it. */
export function requestOf(pack: Expectation, asked: Case): DiffusionRequest {
  const { prompt, negative, seed, width, height, steps, guidance, strength, init, frames } = asked;
  return {
    ...{ prompt, negative: negative ?? "", seed, width, height, steps, guidance },
    multiple: MULTIPLE,
    ...(frames !== undefined && { frames }),
    ...(strength !== undefined &&
      init !== undefined && {
        init: { picture: { width, height, rgb: readFileSync(join(PACKS, pack.pack, init)) }, strength },
      }),
  };
}

/** NaN, and different lengths, are as far off as can be. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
  }
  return largest;
}
