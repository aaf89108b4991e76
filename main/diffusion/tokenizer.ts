/** From a prompt to the token ids that a pack's CLIP text encoder takes. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { z } from "zod";
import { corrupt, readConfig } from "./config.ts";
import { requireTokenizerFiles } from "./tokenizer-files.ts";

/** A token as transformers writes it: its text, or an object around it. */
const TokenName = z
  .union([z.string(), z.looseObject({ content: z.string() }).transform(({ content }) => content)])
  .nullish();

/** tokenizer_config.json and special_tokens_map.json */
const TokenizerConfig = z.looseObject({
  bos_token: TokenName,
  eos_token: TokenName,
  pad_token: TokenName,
  /** Some tokenizers write 1e30 for "no limit". */
  model_max_length: z.number().positive().nullish(),
});

/** What CLIP's tokenizer splits a text into before it merges pairs; transformers' CLIPTokenizerFast. */
const CLIP_PATTERN =
  "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
const CLIP_LENGTH = 77;
const START = "<|startoftext|>";
const END = "<|endoftext|>";

export interface TokenIds {
  /** Start, text, end, padding: `length` of them. */
  ids: number[];
  /** The end of the text that had no room, for people; empty when all was taken. */
  cut: string;
}

export interface PromptTokenizer {
  /** How many ids `encode` gives. */
  readonly length: number;
  encode(text: string): TokenIds;
}

const FILES = [
  ...["tokenizer.json", "vocab.json", "merges.txt"],
  ...["tokenizer_config.json", "special_tokens_map.json"],
];

/** Tokenizers that are kept open: opening CLIP's takes half a second. */
const MAX_KEPT = 4;
const kept = new Map<string, { stamp: string; tokenizer: PromptTokenizer }>();

/**
 * Opens a tokenizer folder: tokenizer.json, or else vocab.json with merges.txt (CLIP's byte-level BPE).
 * Start, end and padding tokens are those of the folder's own configuration. One that is open and has
 * not changed is given again.
 * @throws Problem "corrupt-pack" that names the file.
 */
export async function openTokenizer(folder: string): Promise<PromptTokenizer> {
  const stats = await Promise.all(FILES.map((file) => stat(join(folder, file)).catch(() => undefined)));
  const stamp = stats.map((file) => (file ? `${file.size} ${file.mtimeMs} ${file.ino}` : "-")).join();
  const known = kept.get(folder);
  if (known?.stamp === stamp) return known.tokenizer;
  const tokenizer = await readTokenizer(folder);
  kept.delete(folder);
  kept.set(folder, { stamp, tokenizer });
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
  return tokenizer;
}

async function readTokenizer(folder: string): Promise<PromptTokenizer> {
  requireTokenizerFiles(await readdir(folder), folder);
  const special = await readConfig(join(folder, "special_tokens_map.json"), TokenizerConfig, {
    optional: true,
  });
  const own = await readConfig(join(folder, "tokenizer_config.json"), TokenizerConfig, { optional: true });
  const start = own.bos_token ?? special.bos_token ?? START;
  const end = own.eos_token ?? special.eos_token ?? END;
  const pad = own.pad_token ?? special.pad_token ?? end;
  const model = await readModel(folder, [start, end, pad]);
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(model, {});
  } catch (error) {
    throw corrupt(`The tokenizer in ${folder} cannot be used.`, { cause: error });
  }
  const idOf = (token: string) => {
    const id = tokenizer.token_to_id(token);
    if (id === undefined) throw corrupt(`The tokenizer in ${folder} has no token "${token}".`);
    return id;
  };
  const maximum = own.model_max_length ?? CLIP_LENGTH;
  return new ClipTokenizer(tokenizer, {
    start: idOf(start),
    end: idOf(end),
    pad: idOf(pad),
    length: maximum > 10_000 ? CLIP_LENGTH : maximum,
  });
}

class ClipTokenizer implements PromptTokenizer {
  readonly length: number;
  readonly #tokenizer: Tokenizer;
  readonly #start: number;
  readonly #end: number;
  readonly #pad: number;

  constructor(tokenizer: Tokenizer, special: { start: number; end: number; pad: number; length: number }) {
    this.#tokenizer = tokenizer;
    this.#start = special.start;
    this.#end = special.end;
    this.#pad = special.pad;
    this.length = special.length;
  }

  encode(text: string): TokenIds {
    const all = this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
    const room = this.length - 2;
    const ids = [this.#start, ...all.slice(0, room), this.#end];
    while (ids.length < this.length) ids.push(this.#pad);
    const left = all.slice(room);
    return { ids, cut: left.length > 0 ? this.#tokenizer.decode(left).trim() : "" };
  }
}

/** tokenizer.json */
const TokenizerJson = z.looseObject({
  added_tokens: z.array(z.looseObject({ content: z.string() })).default([]),
  model: z.looseObject({ vocab: z.record(z.string(), z.number()) }),
});
type TokenizerJson = z.infer<typeof TokenizerJson>;

/**
 * tokenizer.json, or one made of vocab.json and merges.txt. As in transformers the special tokens are
 * looked for in the text before everything else, also padding that is a word ("!" of SDXL and SD 2).
 */
async function readModel(
  folder: string,
  names: [start: string, end: string, pad: string],
): Promise<TokenizerJson> {
  const whole = join(folder, "tokenizer.json");
  const known = (await stat(whole).catch(() => undefined))
    ? await readConfig(whole, TokenizerJson)
    : await clipModel(folder, names[1]);
  const added = known.added_tokens.map(({ content }) => content);
  const special = [...new Set(names)].filter((name) => !added.includes(name) && name in known.model.vocab);
  return {
    ...known,
    added_tokens: [
      ...known.added_tokens,
      ...special.map((content) => ({
        id: known.model.vocab[content],
        content,
        special: true,
        normalized: false,
      })),
    ],
  };
}

/** The tokenizer.json of CLIP with the words of this folder. */
async function clipModel(folder: string, end: string): Promise<TokenizerJson> {
  const vocab = await readConfig(join(folder, "vocab.json"), z.record(z.string(), z.int().nonnegative()));
  const merges = await readMerges(join(folder, "merges.txt"));
  return {
    added_tokens: [],
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "NFC" },
        { type: "Replace", pattern: { Regex: "\\s+" }, content: " " },
        { type: "Lowercase" },
      ],
    },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: CLIP_PATTERN }, behavior: "Removed", invert: true },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: null,
    decoder: { type: "ByteLevel" },
    model: { type: "BPE", vocab, merges, unk_token: end, end_of_word_suffix: "</w>" },
  };
}

async function readMerges(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw corrupt(`${path} is missing or cannot be read.`, { cause: error });
  });
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  if (lines[0]?.startsWith("#version")) lines.shift();
  const wrong = lines.find((line) => line.split(" ").length !== 2);
  if (wrong !== undefined) throw corrupt(`${path} has a line that is no pair: "${wrong}".`);
  return lines;
}
