/** The files of a pack that may be added: recognised, complete, and none that is dangerous. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { PackKind } from "#contract/pack.ts";
import { type Choice, chooseFiles, isVoiceTable } from "../recognise/choose.ts";
import { requireData } from "../recognise/graphs.ts";
import { type Recognised, recognise } from "../recognise/recognise.ts";
import { listFolder } from "./folder.ts";
import { isPickle, isPickleName, refusePickle } from "./pickle.ts";

export interface Candidate {
  /** Where the files are. */
  dir: string;
  found: Recognised;
  /** Every file of the pack, "/"-separated from `dir`. */
  files: string[];
  bytes: number;
}

/**
 * Looks at a folder.
 * @param from the place, for people.
 * @param graph the one .onnx file in it that is meant; then other files do not matter.
 * @throws Problem "bad-input" or "corrupt-pack" that tells what is wrong with it.
 */
export async function examineFolder(
  dir: string,
  from: string,
  graph?: string,
  kind?: PackKind,
): Promise<Candidate> {
  const present = await listFolder(dir);
  // Before anything is read; whether a .bin is weights is known only afterwards.
  await refusePickles(
    dir,
    graph === undefined ? present : present.filter((file) => file === graph),
    from,
    isBin,
  );
  const choice = chooseFiles(present, from, graph);
  const found = await recognise(dir, choice, kind);
  const candidate = await completeCandidate(dir, choice, found);
  await refuseStrangers(candidate, graph === undefined ? present : candidate.files, from);
  return candidate;
}

/** What was chosen and recognised, with its weights. Throws Problem "corrupt-pack" when some are missing or cut short. */
export async function completeCandidate(dir: string, choice: Choice, found: Recognised): Promise<Candidate> {
  await requireData(dir, found.graphs);
  const data = found.graphs.flatMap((graph) => Object.keys(graph.data));
  const files = [...new Set([...choice.graphs, ...choice.others, ...data])].sort();
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(dir, file))).size));
  return { dir, found, files, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

/** Throws Problem "bad-input" for a pickle among `present`; the pack's own weights and voices may end in .bin. */
export async function refuseStrangers(
  { dir, files }: Candidate,
  present: readonly string[],
  from: string,
): Promise<void> {
  await refusePickles(
    dir,
    present,
    from,
    (file) => isBin(file) && (files.includes(file) || isVoiceTable(file)),
  );
}

/** Throws Problem "bad-input" for a pickle among `files`: by its content, and by its name unless that is excused. */
async function refusePickles(
  dir: string,
  files: readonly string[],
  from: string,
  isExcused: (file: string) => boolean,
): Promise<void> {
  for (const file of files) {
    const named = isPickleName(file) && !isExcused(file);
    if (named || (await isPickle(join(dir, file)))) refusePickle(file, from);
  }
}

function isBin(file: string): boolean {
  return file.toLowerCase().endsWith(".bin");
}
