import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PACKS } from "./tests/expectation.ts";
import { openTokenizer } from "./tokenizer.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-tokenizer-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of a pack's tokenizer of which some files are other ones, or missing. */
function changed(files: Record<string, string | null>): string {
  const copy = mkdtempSync(join(folder, "copy-"));
  cpSync(join(PACKS, "sd15", "tokenizer"), copy, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    if (content === null) rmSync(join(copy, name), { force: true });
    else writeFileSync(join(copy, name), content);
  }
  return copy;
}

const vocab: Record<string, number> = JSON.parse(
  readFileSync(join(PACKS, "sd15", "tokenizer", "vocab.json"), "utf8"),
);
const [START, END] = [vocab["<|startoftext|>"]!, vocab["<|endoftext|>"]!];

describe("openTokenizer", () => {
  it("pads with what the folder's own configuration says", async () => {
    const ends = await openTokenizer(
      changed({ "tokenizer_config.json": "{}", "special_tokens_map.json": "{}" }),
    );
    expect(ends.encode("").ids).toEqual([START, ...Array(76).fill(END)]);
    const exclamation = await openTokenizer(
      changed({ "tokenizer_config.json": '{"pad_token": {"content": "!"}, "model_max_length": 8}' }),
    );
    expect(exclamation.encode("").ids).toEqual([START, END, 0, 0, 0, 0, 0, 0]);
  });

  it("takes padding that is a word for padding wherever it is, as transformers does", async () => {
    // Published in github.com/huggingface/diffusers/issues/4153: "! !! !!!" is six times 0.
    const tokenizer = await openTokenizer(changed({ "tokenizer_config.json": '{"pad_token": "!"}' }));
    expect(tokenizer.encode("! !! !!!").ids.slice(0, 8)).toEqual([START, 0, 0, 0, 0, 0, 0, END]);
  });

  it("tells what had no room", async () => {
    const tokenizer = await openTokenizer(changed({ "tokenizer_config.json": '{"model_max_length": 5}' }));
    const { ids, cut } = tokenizer.encode("a red car in the rain");
    expect(ids).toHaveLength(5);
    expect(ids.at(-1)).toBe(END);
    expect(cut).toMatch(/in the rain$/);
    expect(tokenizer.encode("a").cut).toBe("");
  });

  it("reads the same from tokenizer.json as from vocab.json and merges.txt", async () => {
    const text = "The CAT's 2 lighthouses,\tnaïve — 北京 🦊";
    const one = await openTokenizer(changed({ "tokenizer.json": null }));
    const tokenizers = ["sd15", "lcm", "sdxl", "motion"].map((pack) => join(PACKS, pack, "tokenizer"));
    for (const other of tokenizers) {
      const ids = (await openTokenizer(other)).encode(text).ids;
      expect(ids.slice(0, 30)).toEqual(one.encode(text).ids.slice(0, 30));
    }
  });

  it("tells what to add to a tokenizer that is an ONNX graph", async () => {
    const folder = changed({
      "tokenizer.json": null,
      "vocab.json": null,
      "merges.txt": null,
      "model.onnx": "graph",
    });
    await expect(openTokenizer(folder)).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringMatching(/as an ONNX graph only.*vocab\.json and merges\.txt are missing/),
      hint: expect.stringMatching(/Copy vocab\.json and merges\.txt/),
    });
  });

  it("names the file that is missing or wrong", async () => {
    const broken: [files: Record<string, string | null>, message: RegExp][] = [
      [{ "tokenizer.json": null, "vocab.json": null }, /vocab.json is missing/],
      [{ "tokenizer.json": null, "merges.txt": null }, /merges.txt is missing/],
      [{ "tokenizer.json": null, "merges.txt": "a b c\n" }, /merges.txt .*"a b c"/],
      [{ "tokenizer.json": "{" }, /tokenizer.json is no JSON/],
      [{ "tokenizer.json": "{}" }, /tokenizer.json is wrong at "model"/],
      [{ "tokenizer.json": null, "vocab.json": '{"a": "b"}' }, /vocab.json is wrong at "a"/],
      [{ "tokenizer_config.json": '{"eos_token": "<end>"}' }, /no token "<end>"/],
    ];
    for (const [files, message] of broken) {
      await expect(openTokenizer(changed(files))).rejects.toMatchObject({
        code: "corrupt-pack",
        message: expect.stringMatching(message),
      });
    }
  });
});
