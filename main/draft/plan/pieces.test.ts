import { readFile } from "node:fs/promises";
import { Tokenizer } from "@huggingface/tokenizers";
import { beforeAll, describe, expect, it } from "vitest";
import { splitPieces } from "./pieces.ts";

/** Texts with the ids that training/backlot/reader/wordpiece.py gives them. */
let fixture: [string, number[]][];
let tokenizer: Tokenizer;
const fromRoot = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), "utf8");

beforeAll(async () => {
  fixture = JSON.parse(await fromRoot("training/backlot/reader/fixture.json"));
  tokenizer = new Tokenizer(JSON.parse(await fromRoot("assets/backlot/reader/tokenizer.json")), {});
});

const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;

describe("the reader's tokenizer", () => {
  it("gives the ids in Node that it gave in Python", () => {
    expect(fixture.length).toBeGreaterThan(300);
    for (const [text, ids] of fixture) expect(encode(text), text).toEqual(ids);
  });

  it("gives the same ids piece by piece as for the whole text", () => {
    for (const [text, ids] of fixture) {
      expect(
        splitPieces(text).flatMap((piece) => encode(piece.text)),
        text,
      ).toEqual(ids);
    }
  });
});

describe("splitPieces", () => {
  it("keeps words together, and CJK characters and marks apart, with their places", () => {
    const text = "Rain, 雨夜!";
    expect(splitPieces(text).map((piece) => piece.text)).toEqual(["Rain", ",", "雨", "夜", "!"]);
    for (const { text: piece, start, end } of splitPieces(text)) expect(text.slice(start, end)).toBe(piece);
  });

  it("counts characters beyond 16 bits as two", () => {
    expect(splitPieces("🌅 sea").at(-1)).toEqual({ text: "sea", start: 3, end: 6 });
  });
});
