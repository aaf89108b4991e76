/** Measures the reader on the held-out prompts of training/backlot/reader/heldout.md, through the engine. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { READER_ATTRIBUTES, type ReaderAttribute, SOUNDS } from "#contract/scenery.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { understand } from "./understanding.ts";

const HeldOut = z.object({
  split: z.enum(["dev", "test"]),
  language: z.enum(["en", "zh"]),
  text: z.string(),
  attributes: z.record(z.string(), z.string()),
  sounds: z.array(z.string()),
  unknown: z.array(z.string()),
});
export type HeldOut = z.infer<typeof HeldOut>;
export type Split = HeldOut["split"];

/** Counts of a set-valued label: found, of those wanted, of those given. */
interface Overlap {
  hits: number;
  wanted: number;
  given: number;
}

export interface Measure {
  prompts: number;
  /** Share of prompts whose class is right, "none" being a class. */
  accuracy: Record<ReaderAttribute, number>;
  /** The same over the prompts that say the attribute, where it is harder. */
  recall: Record<ReaderAttribute, number>;
  sounds: Overlap;
  /** Names of unknown things, as sets of lower-case strings that must be equal. */
  unknown: Overlap;
  /** Share of unknown things of which the user is told at least a part ("boat" of "paper boat"). */
  unknownTold: number;
  /** Share of the prompts without unknown things for which the user is told of some. */
  falseAlarms: number;
  /** Of the wrong classes, the share that is told as unclear; of the right ones likewise. */
  wrongTold: number;
  rightTold: number;
  /** What went wrong, one line a mistake. */
  mistakes: string[];
}

export const ATTRIBUTES = Object.keys(READER_ATTRIBUTES) as ReaderAttribute[];
const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export async function heldOut(split: Split): Promise<HeldOut[]> {
  const lines = (await readFile(fromRoot("training/backlot/reader/heldout.jsonl"), "utf8")).split("\n");
  return lines
    .filter((line) => line.trim() !== "")
    .map((line) => HeldOut.parse(JSON.parse(line)))
    .filter((prompt) => prompt.split === split);
}

/** Reads every prompt of the split with the shipped reader and compares. */
export async function measure(split: Split): Promise<Measure> {
  const engine = startEngine();
  try {
    return await measureWith(engine, await heldOut(split));
  } finally {
    await engine.close();
  }
}

async function measureWith(engine: Engine, prompts: readonly HeldOut[]): Promise<Measure> {
  const right = zeros();
  const said = zeros();
  const saidRight = zeros();
  const sounds: Overlap = { hits: 0, wanted: 0, given: 0 };
  const unknown: Overlap = { hits: 0, wanted: 0, given: 0 };
  const told = { wrong: 0, right: 0, wrongTotal: 0, rightTotal: 0 };
  const mistakes: string[] = [];
  let toldInPart = 0;
  let alarms = 0;
  for (const prompt of prompts) {
    const input = { packDir: fromRoot("assets/backlot"), text: prompt.text, provider: "cpu" } as const;
    const reading = await engine.run("read", input);
    const seen = understand(reading, prompt.text);
    for (const attribute of ATTRIBUTES) {
      const wanted = prompt.attributes[attribute];
      const given = seen.said[attribute];
      const isRight = wanted === given;
      right[attribute] += Number(isRight);
      said[attribute] += Number(wanted !== undefined);
      saidRight[attribute] += Number(isRight && wanted !== undefined);
      const isTold = seen.unclear.includes(attribute);
      told[isRight ? "rightTotal" : "wrongTotal"] += 1;
      told[isRight ? "right" : "wrong"] += Number(isTold);
      if (isRight) continue;
      const sureness = Math.max(...reading.attributes[attribute]!);
      mistakes.push(
        `${attribute}: ${wanted ?? "none"} read as ${given ?? "none"} (${sureness.toFixed(2)}): ${prompt.text}`,
      );
    }
    addOverlap(sounds, prompt.sounds, seen.sounds, prompt.text, "sounds", mistakes);
    toldInPart += lower(prompt.unknown).filter((name) =>
      lower(seen.unknown).some((part) => meet(name, part)),
    ).length;
    alarms += Number(prompt.unknown.length === 0 && seen.unknown.length > 0);
    addOverlap(unknown, lower(prompt.unknown), lower(seen.unknown), prompt.text, "unknown", mistakes);
  }
  const share = (part: Record<ReaderAttribute, number>, whole: (a: ReaderAttribute) => number) =>
    Object.fromEntries(ATTRIBUTES.map((a) => [a, part[a] / whole(a)])) as Record<ReaderAttribute, number>;
  return {
    prompts: prompts.length,
    accuracy: share(right, () => prompts.length),
    recall: share(saidRight, (a) => said[a]),
    sounds,
    unknown,
    unknownTold: toldInPart / unknown.wanted,
    falseAlarms: alarms / prompts.filter((prompt) => prompt.unknown.length === 0).length,
    wrongTold: told.wrong / told.wrongTotal,
    rightTold: told.right / told.rightTotal,
    mistakes,
  };
}

export function f1({ hits, wanted, given }: Overlap): number {
  return (2 * hits) / Math.max(1, wanted + given);
}

function meet(name: string, part: string): boolean {
  return name.includes(part) || part.includes(name);
}

function lower(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase());
}

function addOverlap(
  counts: Overlap,
  wanted: readonly string[],
  given: readonly string[],
  text: string,
  kind: string,
  mistakes: string[],
): void {
  const missed = wanted.filter((word) => !given.includes(word));
  const extra = given.filter((word) => !wanted.includes(word));
  counts.hits += wanted.length - missed.length;
  counts.wanted += wanted.length;
  counts.given += given.length;
  if (missed.length + extra.length > 0) {
    mistakes.push(`${kind}: missed [${missed.join(", ")}], extra [${extra.join(", ")}]: ${text}`);
  }
}

function zeros(): Record<ReaderAttribute, number> {
  return Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, 0])) as Record<ReaderAttribute, number>;
}

/** Fails early when a label is not of the contract: the measure would be wrong without a sign. */
export function checkLabels(prompts: readonly HeldOut[]): string[] {
  return prompts.flatMap(({ text, attributes, sounds }) => [
    ...Object.entries(attributes)
      .filter(([attribute, word]) => {
        const words: readonly string[] | undefined = READER_ATTRIBUTES[attribute as ReaderAttribute];
        return !words?.includes(word);
      })
      .map(([attribute, word]) => `${attribute}=${word}: ${text}`),
    ...sounds
      .filter((sound) => !(SOUNDS as readonly string[]).includes(sound))
      .map((sound) => `sound=${sound}: ${text}`),
  ]);
}
