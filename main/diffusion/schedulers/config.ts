/** Reads scheduler_config.json as diffusers writes it. */
import type { z } from "zod";
import { Problem } from "#contract/problem.ts";

/** A field that may be missing or null, as Python's None is written, and then is `fallback`. */
export function setting<Schema extends z.ZodType>(schema: Schema, fallback: z.infer<Schema>) {
  return schema.nullish().transform((value): z.infer<Schema> => value ?? fallback);
}

/**
 * The JSON of a scheduler's configuration. Python writes an infinite
 * `lambda_min_clipped` as -Infinity, which JSON does not know.
 * Throws Problem "corrupt-pack" when it is no JSON.
 */
export function parseSchedulerConfig(text: string): unknown {
  const lenient = text.replace(/("(?:[^"\\]|\\.)*")|(-?)\bInfinity\b|\bNaN\b/g, (token, string, sign) => {
    if (string !== undefined) return string;
    return token === "NaN" ? "null" : `${sign}1e999`;
  });
  try {
    return JSON.parse(lenient);
  } catch (error) {
    throw new Problem("corrupt-pack", "The scheduler's configuration is no JSON.", REPAIR, { cause: error });
  }
}

/** The fields of `schema`; throws Problem "corrupt-pack", which names the field that is wrong. */
export function readConfig<Schema extends z.ZodType>(schema: Schema, config: unknown): z.infer<Schema> {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join(".");
  throw unusable(where ? `${where}: ${issue?.message}` : `${issue?.message}`);
}

/** The Problem of a configuration that says `what`. */
export function unusable(what: string): Problem {
  return new Problem("corrupt-pack", `The scheduler's configuration cannot be used: ${what}.`, REPAIR);
}

const REPAIR = "Correct scheduler/scheduler_config.json, or put it back as the pack's exporter wrote it.";
