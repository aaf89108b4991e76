/** The reader's part in the engine: a prompt becomes probabilities and tagged pieces. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { z } from "zod";
import type { Reading, TaskInput } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import { READER_ATTRIBUTES, type ReaderAttribute, SOUNDS, TOKEN_TAGS } from "#contract/scenery.ts";
import type { TaskContext } from "#main/inference/index.ts";
import { floats, type Session, tensor } from "#native/onnx/index.ts";
import { type Piece, splitPieces } from "./pieces.ts";

/** What reader/card.json must say for the graph's outputs to mean what the contract's lists mean. */
const ReaderCard = z.object({
  attributes: z.record(z.string(), z.array(z.string())),
  sounds: z.array(z.string()),
  tags: z.array(z.string()),
  maxTokens: z.int().min(8),
});

const ATTRIBUTES = Object.keys(READER_ATTRIBUTES) as ReaderAttribute[];
const CLS = "[CLS]";
const REINSTALL = "Install the pack again.";
/**
 * The graph is so small that sharing its operators, or improving it, costs more than it gives; and one
 * thread gives equal bits.
 */
const SESSION = { threads: 1, asWritten: true };

interface Vocabulary {
  stamp: string;
  tokenizer: Tokenizer;
  maxTokens: number;
  cls: number;
}
const vocabularies = new Map<string, Vocabulary>();

interface EncodedPiece extends Piece {
  ids: number[];
}

/**
 * Reads a prompt with a painter pack's reader. Text that is longer than the graph takes is read in windows
 * that overlap; the first window that says an attribute decides it.
 * @throws Problem "corrupt-pack" when a file of the reader is missing, damaged or of another contract.
 */
export async function read(input: TaskInput<"read">, context: TaskContext): Promise<Reading> {
  const folder = join(input.packDir, "reader");
  const vocabulary = await openVocabulary(folder);
  const session = await context.sessions.open(join(folder, "reader.onnx"), input.provider, SESSION);
  const pieces = encodePieces(input.text, vocabulary);
  const reading = nothingSaid();
  const windows = windowsOf(pieces, vocabulary.maxTokens - 1);
  for (const [index, window] of windows.entries()) {
    context.throwIfCancelled();
    await readWindow(session, vocabulary.cls, window, reading);
    context.progress((index + 1) / windows.length, "read");
  }
  return reading;
}

function encodePieces(text: string, { tokenizer, maxTokens }: Vocabulary): EncodedPiece[] {
  return splitPieces(text)
    .map((piece) => ({ ...piece, ids: tokenizer.encode(piece.text, { add_special_tokens: false }).ids }))
    .filter((piece) => piece.ids.length > 0)
    .map((piece) => ({ ...piece, ids: piece.ids.slice(0, maxTokens - 1) }));
}

/** Runs of pieces that fit the graph; a window begins in the last quarter of the one before. `fresh` is its news. */
interface Window {
  pieces: EncodedPiece[];
  fresh: number;
}

function windowsOf(pieces: EncodedPiece[], room: number): Window[] {
  const windows: Window[] = [];
  let next = 0;
  while (next < pieces.length) {
    let from = next;
    let count = 0;
    while (from > 0 && count + pieces[from - 1]!.ids.length <= room / 4) count += pieces[--from]!.ids.length;
    if (count + pieces[next]!.ids.length > room) [from, count] = [next, 0];
    let to = next;
    while (to < pieces.length && count + pieces[to]!.ids.length <= room) count += pieces[to++]!.ids.length;
    windows.push({ pieces: pieces.slice(from, to), fresh: next - from });
    next = to;
  }
  return windows;
}

async function readWindow(session: Session, cls: number, window: Window, reading: Reading): Promise<void> {
  const ids = [cls, ...window.pieces.flatMap((piece) => piece.ids)];
  const feeds = { ids: tensor("int64", BigInt64Array.from(ids, BigInt), [1, ids.length]) };
  const output = await session.run(feeds);
  const attributes = floats(output.attributes!);
  const columns = attributes.length / ATTRIBUTES.length;
  for (const [row, attribute] of ATTRIBUTES.entries()) {
    const known = reading.attributes[attribute]!;
    const here = [...attributes.subarray(row * columns, row * columns + known.length)];
    if (known[0]! > 0.5 && here[0]! < known[0]!) reading.attributes[attribute] = here;
  }
  const sounds = floats(output.sounds!);
  reading.sounds = reading.sounds.map((known, index) => Math.max(known, sounds[index]!));
  reading.tokens.push(...tagPieces(window.pieces, floats(output.tags!)).slice(window.fresh));
}

const UNKNOWN = TOKEN_TAGS.indexOf("unknown");
/** From this probability on a piece is unknown; one beside it in the same name needs less (hysteresis). */
const UNKNOWN_FROM = 0.3;
const UNKNOWN_BESIDE = 0.2;

/** The tag of every piece of a window; `tags` is [1 + ids, tags], [CLS] first. */
function tagPieces(pieces: readonly EncodedPiece[], tags: Float32Array): Reading["tokens"] {
  let row = 1;
  const means = pieces.map((piece) => {
    const mean = meanOf(tags, row, piece.ids.length);
    row += piece.ids.length;
    return mean;
  });
  const isUnknown = means.map((mean) => mean[UNKNOWN]! >= UNKNOWN_FROM);
  const touches = (a: number, b: number) => pieces[a]?.end === pieces[b]?.start;
  const spread = (index: number, beside: number) => {
    if (isUnknown[beside] && means[index]![UNKNOWN]! >= UNKNOWN_BESIDE) isUnknown[index] = true;
  };
  for (let i = 1; i < pieces.length; i++) if (touches(i - 1, i)) spread(i, i - 1);
  for (let i = pieces.length - 2; i >= 0; i--) if (touches(i, i + 1)) spread(i, i + 1);
  return pieces.map(({ text, start, end }, i) => {
    const tag = isUnknown[i] ? UNKNOWN : means[i]!.indexOf(Math.max(...means[i]!));
    return { text, start, end, tag: TOKEN_TAGS[tag]!, confidence: means[i]![tag]! };
  });
}

/** A piece of several ids has the tags that they have on average. */
function meanOf(tags: Float32Array, from: number, rows: number): number[] {
  return TOKEN_TAGS.map((_, tag) => {
    let sum = 0;
    for (let row = from; row < from + rows; row++) sum += tags[row * TOKEN_TAGS.length + tag]!;
    return sum / rows;
  });
}

function nothingSaid(): Reading {
  const attributes = Object.fromEntries(
    ATTRIBUTES.map((attribute) => [attribute, [1, ...READER_ATTRIBUTES[attribute].map(() => 0)]]),
  );
  return { attributes, sounds: SOUNDS.map(() => 0), tokens: [] };
}

/** The tokenizer and the card, read again only when a file has changed. */
async function openVocabulary(folder: string): Promise<Vocabulary> {
  const paths = [join(folder, "tokenizer.json"), join(folder, "card.json")] as const;
  const stamps = await Promise.all(
    paths.map((path) =>
      stat(path).then(({ size, mtimeMs, ino }) => `${size} ${mtimeMs} ${ino}`, missing(path)),
    ),
  );
  const stamp = stamps.join(" ");
  const known = vocabularies.get(folder);
  if (known?.stamp === stamp) return known;
  const [tokenizerJson, cardJson] = await Promise.all(paths.map(readJson));
  const card = ReaderCard.safeParse(cardJson);
  if (!card.success || !fitsContract(card.data)) {
    throw new Problem(
      "corrupt-pack",
      `${paths[1]} describes another reader than this Understudy knows.`,
      REINSTALL,
    );
  }
  let tokenizer: Tokenizer;
  let cls: number | undefined;
  try {
    tokenizer = new Tokenizer(tokenizerJson as object, {});
    cls = tokenizer.token_to_id(CLS);
  } catch (error) {
    throw new Problem("corrupt-pack", `${paths[0]} is no tokenizer.`, REINSTALL, { cause: error });
  }
  if (cls === undefined) throw new Problem("corrupt-pack", `${paths[0]} has no ${CLS} token.`, REINSTALL);
  const vocabulary = { stamp, tokenizer, maxTokens: card.data.maxTokens, cls };
  vocabularies.set(folder, vocabulary);
  return vocabulary;
}

function missing(path: string): (error: unknown) => never {
  return (cause) => {
    throw new Problem("corrupt-pack", `The reader's file ${path} is missing or cannot be read.`, REINSTALL, {
      cause,
    });
  };
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(missing(path));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem("corrupt-pack", `${path} is no JSON.`, REINSTALL, { cause: error });
  }
}

function fitsContract(card: z.infer<typeof ReaderCard>): boolean {
  const wanted = ATTRIBUTES.map((attribute) => [attribute, ["none", ...READER_ATTRIBUTES[attribute]]]);
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return (
    same(Object.entries(card.attributes), wanted) && same(card.sounds, SOUNDS) && same(card.tags, TOKEN_TAGS)
  );
}
