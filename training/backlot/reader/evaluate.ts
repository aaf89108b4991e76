/**
 * Prints how well the shipped reader reads the held-out prompts, through onnxruntime in the engine process:
 * `node training/backlot/reader/evaluate.ts [dev|test] [--mistakes] [--card]`. Mistakes are shown for the dev half
 * only; `--card` writes the figures of both halves into assets/backlot/reader/card.json.
 */
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import {
  ATTRIBUTES,
  f1,
  type Measure,
  measure,
  type Split,
} from "../../../main/draft/plan/heldout.fixture.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mistakes: { type: "boolean" }, card: { type: "boolean" } },
});
const splits = positionals.length > 0 ? (positionals as Split[]) : (["dev", "test"] as const);
const figures: Record<string, unknown> = {};
for (const split of splits) {
  const result = await measure(split);
  print(split, result);
  figures[split] = rounded(result);
  if (values.mistakes && split === "dev") console.log(result.mistakes.sort().join("\n"));
}
if (values.card) {
  const folder = new URL("../../../assets/backlot/reader/", import.meta.url);
  const path = new URL("card.json", folder);
  const sizes = ["reader.onnx", "tokenizer.json"].map(async (name) => [
    name,
    (await stat(new URL(name, folder))).size,
  ]);
  const bytes = Object.fromEntries(await Promise.all(sizes));
  const card = { ...JSON.parse(await readFile(path, "utf8")), bytes, heldOut: figures };
  const temporary = new URL(`${path.href}.tmp`);
  await writeFile(temporary, `${JSON.stringify(card, null, 2)}\n`);
  await rename(temporary, path);
}

function print(split: Split, result: Measure): void {
  console.log(`\n${split}: ${result.prompts} prompts`);
  for (const attribute of ATTRIBUTES) {
    const where = `${percent(result.accuracy[attribute])}   where it is said ${percent(result.recall[attribute])}`;
    console.log(`  ${attribute.padEnd(8)} ${where}`);
  }
  console.log(`  sounds   F1 ${percent(f1(result.sounds))}`);
  const told = percent(result.unknownTold);
  console.log(`  unknown  F1 ${percent(f1(result.unknown))}   told at least in part ${told}`);
  console.log(`           false alarms ${percent(result.falseAlarms)} of the prompts without`);
  console.log(
    `  told as unclear: ${percent(result.wrongTold)} of the wrong, ${percent(result.rightTold)} of the right`,
  );
}

function rounded(result: Measure) {
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return {
    prompts: result.prompts,
    accuracy: Object.fromEntries(
      ATTRIBUTES.map((attribute) => [attribute, round(result.accuracy[attribute])]),
    ),
    soundsF1: round(f1(result.sounds)),
    unknownF1: round(f1(result.unknown)),
    unknownToldInPart: round(result.unknownTold),
    unknownFalseAlarms: round(result.falseAlarms),
    wrongToldAsUnclear: round(result.wrongTold),
    rightToldAsUnclear: round(result.rightTold),
  };
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`.padStart(7);
}
