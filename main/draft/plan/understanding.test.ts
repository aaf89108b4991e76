import { describe, expect, it } from "vitest";
import type { Reading } from "#contract/engine.ts";
import { READER_ATTRIBUTES, type ReaderAttribute, SOUNDS } from "#contract/scenery.ts";
import { understand } from "./understanding.ts";

/** A reading of nothing but one word, with this probability; the rest goes to the other words alike. */
function reading(attribute: ReaderAttribute, word: string, probability: number): Reading {
  const attributes = Object.entries(READER_ATTRIBUTES).map(([name, words]) => {
    if (name !== attribute) return [name, [1, ...words.map(() => 0)]];
    const others = (1 - probability) / words.length;
    return [name, [others, ...words.map((other) => (other === word ? probability : others))]];
  });
  return { attributes: Object.fromEntries(attributes), sounds: SOUNDS.map(() => 0), tokens: [] };
}

describe("what is understood", () => {
  it.each([
    [0.9, { colour: "red" }, []],
    [0.5, { colour: "red" }, ["colour"]],
    [0.3, {}, ["colour"]],
  ])("of a colour that is %f sure", (probability, said, unclear) => {
    expect(understand(reading("colour", "red", probability), "")).toMatchObject({ said, unclear });
  });

  it("takes the likeliest setting however unsure: there must be one", () => {
    const understood = understand(reading("setting", "sea", 0.3), "");
    expect(understood).toMatchObject({ said: { setting: "sea" }, unclear: ["setting"] });
  });
});
