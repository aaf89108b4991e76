/** Prompts to what the UNet is conditioned on, through the pack's one or two text encoders. */
import { stat } from "node:fs/promises";
import { floats, type Session, type Tensor } from "#native/onnx/index.ts";
import { corrupt } from "./config.ts";
import { allFinite, idsFeed, inputOf, notNumbers, refuseUnknown } from "./feeds.ts";
import { nameOf } from "./headers.ts";
import type { PartName, Parts } from "./parts.ts";
import { openTokenizer } from "./tokenizer.ts";

/** A prompt as the UNet sees it. */
export interface Conditioning {
  /** Hidden states, [tokens, width]. */
  states: Float32Array;
  tokens: number;
  width: number;
  /** SDXL: the second encoder's projection of the whole prompt. */
  pooled?: Float32Array;
  /** The end of the prompt that had no room; empty when all was read. */
  unread: string;
}

/** Encoded prompts that are kept: of SDXL each takes 0.6 MB. */
const MAX_KEPT = 64;
const kept = new Map<string, Conditioning>();

/**
 * Encodes a prompt: SD takes the last hidden state; SDXL the last but one of both encoders, side by
 * side, and the second's `text_embeds`. What was encoded before is remembered, without opening anything.
 * Source: the pipelines of diffusers.
 * @throws Problem "corrupt-pack" when an encoder or tokenizer is not what its layout should have.
 */
export async function encodePrompt(parts: Parts, text: string): Promise<Conditioning> {
  const { layout } = parts;
  if (layout.family === "sd") return encode(parts, "text_encoder", layout.tokenizer, text, "last");
  const first = await encode(parts, "text_encoder", layout.tokenizer, text, "penultimate");
  const second = await encode(parts, "text_encoder_2", layout.tokenizer2!, text, "penultimate");
  if (first.tokens !== second.tokens) {
    throw corrupt(`The two text encoders in ${layout.dir} take ${first.tokens} and ${second.tokens} tokens.`);
  }
  const width = first.width + second.width;
  const states = new Float32Array(first.tokens * width);
  for (let token = 0; token < first.tokens; token++) {
    states.set(first.states.subarray(token * first.width, (token + 1) * first.width), token * width);
    const place = token * width + first.width;
    states.set(second.states.subarray(token * second.width, (token + 1) * second.width), place);
  }
  if (!second.pooled) throw corrupt(`${nameOf(parts.path("text_encoder_2"))} has no output "text_embeds".`);
  return { states, tokens: first.tokens, width, pooled: second.pooled, unread: first.unread };
}

/** What guidance leads away from: nothing is zeros where the pack says so, else the encoding of "". */
export async function encodeNegative(
  parts: Parts,
  text: string,
  positive: Conditioning,
): Promise<Conditioning> {
  const { family, configs } = parts.layout;
  if (text === "" && family === "sdxl" && configs.index.force_zeros_for_empty_prompt) {
    return {
      ...positive,
      states: new Float32Array(positive.states.length),
      ...(positive.pooled && { pooled: new Float32Array(positive.pooled.length) }),
      unread: "",
    };
  }
  return encodePrompt(parts, text);
}

async function encode(
  parts: Parts,
  name: PartName,
  tokenizerFolder: string,
  text: string,
  layer: "last" | "penultimate",
): Promise<Conditioning> {
  const key = await keyOf(parts, name, text);
  const known = kept.get(key);
  if (known) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const tokenizer = await openTokenizer(tokenizerFolder);
  const { ids, cut } = tokenizer.encode(text);
  const session = await parts.open(name);
  const encoded = { ...(await run(parts, session, ids, layer)), unread: cut };
  kept.set(key, encoded);
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
  return encoded;
}

/** The same text, read by the same file on the same provider. */
async function keyOf(parts: Parts, name: PartName, text: string): Promise<string> {
  const path = parts.path(name);
  const { size, mtimeMs, ino } = await stat(path);
  return JSON.stringify([path, size, mtimeMs, ino, parts.provider, text]);
}

async function run(
  parts: Parts,
  session: Session,
  ids: readonly number[],
  layer: "last" | "penultimate",
): Promise<Omit<Conditioning, "unread">> {
  refuseUnknown(session, ["input_ids", "attention_mask"]);
  const input = inputOf(session, "input_ids");
  const length = input.dims[1];
  if (typeof length === "number" && length > 0 && length !== ids.length) {
    throw corrupt(`${nameOf(session.path)} takes ${length} tokens; its tokenizer gives ${ids.length}.`);
  }
  const dims = [1, ids.length];
  const feeds: Record<string, Tensor> = { input_ids: idsFeed(session, input, ids, dims) };
  const mask = session.inputs.find((info) => info.name === "attention_mask");
  if (mask)
    feeds.attention_mask = idsFeed(
      session,
      mask,
      ids.map(() => 1),
      dims,
    );
  const wanted = layer === "last" ? "last_hidden_state" : penultimate(session);
  const names = session.outputs.map((output) => output.name);
  if (!names.includes(wanted)) throw corrupt(`${nameOf(session.path)} has no output "${wanted}".`);
  const hasPooled = layer === "penultimate" && names.includes("text_embeds");
  const outputs = await parts.run(
    session,
    feeds,
    hasPooled ? [wanted, "text_embeds"] : [wanted],
    "an encoded prompt",
  );
  const states = floats(outputs[wanted]!);
  const pooled = hasPooled ? floats(outputs.text_embeds!) : undefined;
  if (!allFinite(states) || (pooled && !allFinite(pooled))) throw notNumbers(session, "for a prompt");
  return { states, tokens: ids.length, width: states.length / ids.length, ...(pooled && { pooled }) };
}

/** The name of the last hidden state but one: `hidden_states.0` is what goes into the first layer. */
function penultimate(session: Session): string {
  const layers = session.outputs
    .flatMap(({ name }) => /^hidden_states\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number);
  if (layers.length < 2) {
    throw corrupt(`${nameOf(session.path)} was exported without its hidden states, which SDXL needs.`);
  }
  return `hidden_states.${Math.max(...layers) - 1}`;
}
