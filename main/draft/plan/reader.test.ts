import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { READER_ATTRIBUTES, SOUNDS } from "#contract/scenery.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { understand } from "./understanding.ts";

const BACKLOT = fileURLToPath(new URL("../../../assets/backlot", import.meta.url));

let engine: Engine;
let packDir: string;
beforeAll(async () => {
  engine = startEngine();
  packDir = await mkdtemp(join(tmpdir(), "understudy-reader-"));
});
beforeEach(() => cp(join(BACKLOT, "reader"), join(packDir, "reader"), { recursive: true, force: true }));
afterAll(async () => {
  await engine.close();
  await rm(packDir, { recursive: true, force: true });
});

const read = (text: string, dir = BACKLOT) => engine.run("read", { packDir: dir, text, provider: "cpu" });
const said = async (text: string) => understand(await read(text), text);

describe("a reading", () => {
  it("gives a probability to every class, and every piece of the text its place", async () => {
    const text = "Snow falls on the 车站, quietly…";
    const reading = await read(text);
    for (const [attribute, words] of Object.entries(READER_ATTRIBUTES)) {
      const probabilities = reading.attributes[attribute]!;
      expect(probabilities).toHaveLength(words.length + 1);
      expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 3);
    }
    expect(reading.sounds).toHaveLength(SOUNDS.length);
    expect(reading.tokens.map((token) => token.text)).toEqual([
      "Snow",
      "falls",
      "on",
      "the",
      "车",
      "站",
      ",",
      "quietly",
      "…",
    ]);
    for (const { text: piece, start, end } of reading.tokens) expect(text.slice(start, end)).toBe(piece);
  });

  it("does not take what is denied", async () => {
    expect(await said("a street at night, no rain")).toMatchObject({
      said: { setting: "street" },
      sounds: [],
    });
    expect((await said("a street at night, no rain")).said.weather).toBeUndefined();
    expect((await said("没有下雨的街道")).said.weather).toBeUndefined();
  });

  it("understands indirect words, whatever the case", async () => {
    expect((await said("golden hour in the alps")).said).toMatchObject({
      time: "dusk",
      setting: "mountain-lake",
    });
    expect((await said("UNDER THE WAVES, SLOW DOLLY IN")).said).toMatchObject({
      setting: "underwater",
      camera: "push",
    });
    expect((await said("Shinkansen platform, thick van Gogh brush strokes")).said).toMatchObject({
      setting: "station",
      look: "oil",
    });
  });

  it("is of nothing for text without words", async () => {
    const { said: words, sounds, unknown } = await said("\u200b \n\t");
    expect({ words, sounds, unknown }).toEqual({ words: {}, sounds: [], unknown: [] });
  });

  it("is the same bits every time", async () => {
    expect(await read("a stormy sea at dusk")).toEqual(await read("a stormy sea at dusk"));
  });
});

describe("a damaged reader", () => {
  const breakFile = (name: string, content: string) => writeFile(join(packDir, "reader", name), content);

  it.each([
    ["tokenizer.json", "{", /tokenizer\.json is no JSON/],
    ["tokenizer.json", "{}", /tokenizer\.json is no tokenizer/],
    ["card.json", '{"attributes": {}}', /card\.json describes another reader/],
    ["reader.onnx", "no graph", /reader\.onnx/],
  ])("is told by its file: %s", async (name, content, message) => {
    await breakFile(name, content);
    await expect(read("sea", packDir)).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringMatching(message),
    });
  });

  it("is refused when its classes are in another order than the contract's", async () => {
    const card = JSON.parse(await readFile(join(packDir, "reader", "card.json"), "utf8"));
    card.sounds.reverse();
    await breakFile("card.json", JSON.stringify(card));
    await expect(read("sea", packDir)).rejects.toMatchObject({ code: "corrupt-pack" });
  });

  it("works again once it is mended", async () => {
    await expect(read("sea", packDir)).resolves.toBeDefined();
  });
});
