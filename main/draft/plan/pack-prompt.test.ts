import { describe, expect, it } from "vitest";
import type { Look } from "#contract/scenery.ts";
import { shotOf } from "../animate/tests/fixtures/storyboards.ts";
import { packPrompts, type Telling } from "./pack-prompt.ts";
import type { Understanding } from "./understanding.ts";

function told(words: string, said: Understanding["said"], unknown: string[] = [], look?: Look): Telling {
  return {
    words,
    understanding: { said, unclear: [], sounds: [], unknown },
    shot: shotOf({ look: look ?? said.look ?? "realistic" }),
  };
}

describe("the prompt of a diffusion pack", () => {
  it("is what the user wrote of the shot", () => {
    const shots = [
      told("a dragon over the sea, ", { setting: "sea" }, ["dragon"]),
      told("a castle.", {}, ["castle"]),
    ];
    expect(packPrompts(shots, "en", undefined)).toEqual(["a dragon over the sea", "a castle"]);
  });

  it("goes on with the words before where a shot names neither a place nor a thing", () => {
    const shots = [told("a castle", {}, ["castle"]), told("it rains", { weather: "rain" })];
    expect(packPrompts(shots, "en", undefined)).toEqual(["a castle", "it rains, a castle"]);
    expect(packPrompts([told("at night", { time: "night" })], "en", undefined, "a castle")).toEqual([
      "at night, a castle",
    ]);
  });

  it("says a look that was asked for elsewhere, once", () => {
    const shots = [
      told("the sea", { setting: "sea" }, [], "watercolour"),
      told("a watercolour of a wood", { setting: "forest", look: "watercolour" }),
    ];
    expect(packPrompts(shots, "en", undefined)).toEqual([
      "the sea, watercolour painting",
      "a watercolour of a wood",
    ]);
    expect(packPrompts([told("the sea", { setting: "sea" })], "en", "realistic")).toEqual([
      "the sea, realistic photograph",
    ]);
  });

  it("repeats in English what was understood of Chinese", () => {
    const shot = told("夜晚的海，一条红龙", { setting: "sea", time: "night", colour: "red" }, ["龙"]);
    expect(packPrompts([shot], "zh", undefined)).toEqual(["夜晚的海，一条红龙, red, sea, at night"]);
  });
});
