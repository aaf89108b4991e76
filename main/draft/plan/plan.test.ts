import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DraftRequest, MAX_PROMPT_CHARACTERS } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import { Storyboard } from "#contract/storyboard.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { type PlanInput, plan } from "./index.ts";

const PACK = {
  id: "backlot",
  dir: fileURLToPath(new URL("../../../assets/backlot", import.meta.url)),
  hash: "",
};
const RED_SUN = "a red sun sinks into a calm sea, waves, gulls";

let engine: Engine;
beforeAll(() => {
  engine = startEngine();
});
afterAll(() => engine.close());

function draft(
  prompt: string,
  more: Partial<DraftRequest> = {},
  materials: Partial<PlanInput> = {},
): Promise<Storyboard> {
  const request = {
    prompt,
    seconds: 10,
    size: "854x480",
    fps: 24,
    seed: 7,
    pack: "backlot",
    ...more,
  } as const;
  const signal = new AbortController().signal;
  const input = { request, reader: PACK, ...materials };
  return plan(input, { dir: "", engine, signal, progress: () => {}, preview: () => {} });
}

describe("a plan", () => {
  it("understands an English sentence", async () => {
    const board = await draft(RED_SUN);
    expect(board).toMatchObject({ language: "en", frames: 240, notes: [] });
    expect(board.shots).toMatchObject([
      { setting: "sea", time: "dusk", colour: "red", mood: "calm", change: "sun-sinks", look: "realistic" },
    ]);
    expect(board.sounds.map(({ sound }) => sound)).toEqual(expect.arrayContaining(["waves", "gulls"]));
  });

  it("understands a Chinese sentence", async () => {
    const board = await draft("霓虹灯下的雨夜街道，镜头缓缓推进");
    expect(board.language).toBe("zh");
    expect(board.shots).toMatchObject([
      { setting: "street", time: "night", weather: "rain", camera: "push" },
    ]);
    expect(board.sounds.map(({ sound }) => sound)).toContain("rain");
  });

  it("is the same for the same seed, and another for another", async () => {
    const boards = await Promise.all([draft("a forest"), draft("a forest"), draft("a forest", { seed: 8 })]);
    expect(boards[0]).toEqual(boards[1]);
    expect(boards[0]).not.toEqual(boards[2]);
    expect(boards[2]!.shots[0]!.setting).toBe("forest");
  });

  it("tells which words it does not draw, as the user wrote them", async () => {
    const board = await draft("A walrus playing the piano on a beach at night");
    expect(board.shots[0]).toMatchObject({ setting: "beach", time: "night" });
    const note = board.notes.find(({ code }) => code === "unknown-words")!;
    expect(note.subject).toBe("walrus, piano");
    expect(note.message).toMatch(/^Not drawn: walrus, piano\./);
    const chinese = await draft("一只海象在沙滩上弹钢琴");
    expect(chinese.notes.find(({ code }) => code === "unknown-words")?.subject).toBe("海象, 钢琴");
  });

  it("makes a whole clip of words that say nothing", async () => {
    const board = await draft("surprise me");
    expect(board.shots).toHaveLength(1);
    expect(board.sounds.length).toBeGreaterThan(0);
  });

  it("tells which options a painter has no use for", async () => {
    const board = await draft("a desert", { steps: 20, guidance: 7, negative: "people" });
    const ignored = board.notes.filter(({ code }) => code === "ignored-option").map(({ subject }) => subject);
    expect(ignored).toEqual(["steps", "guidance", "negative"]);
  });

  it("obeys the style of the request before the prompt's", async () => {
    expect((await draft("a watercolour of a lake", { style: "noir" })).shots[0]!.look).toBe("noir");
    expect((await draft("a watercolour of a lake")).shots[0]!.look).toBe("watercolour");
  });

  it("splits shots, each inheriting what it does not say", async () => {
    const board = await draft("a rainy street at night, then the camera pulls back, then a forest at dawn");
    expect(board.shots).toMatchObject([
      { setting: "street", time: "night", weather: "rain", start: 0, frames: 80 },
      { setting: "street", time: "night", weather: "rain", camera: "pull", start: 80, frames: 80 },
      { setting: "forest", time: "dawn", start: 160, frames: 80 },
    ]);
  });

  it("makes no cut where the next shot shows nothing new", async () => {
    const board = await draft("a meadow in summer, then a walrus appears");
    expect(board.shots).toHaveLength(1);
    expect(board.notes[0]?.subject).toBe("walrus");
  });

  it("tells what is left when there are more shots than fit", async () => {
    const five = ["a beach", "a forest", "a desert", "a street", "the stars in space"].join("\n");
    const board = await draft(five);
    expect(board.shots).toHaveLength(4);
    expect(board.notes).toContainEqual(
      expect.objectContaining({ code: "no-room", subject: "the stars in space" }),
    );
  });

  it("reads a long prompt to its end", async () => {
    const long = `${"a beautiful, detailed, wonderful view ".repeat(45)} of a desert at night, with thunder`;
    expect(long.length).toBeGreaterThan(1700);
    const board = await draft(long);
    expect(board.shots[0]).toMatchObject({ setting: "desert", time: "night" });
    expect(board.sounds.map(({ sound }) => sound)).toContain("thunder");
  });

  it("has as many frames as the seconds say, 1 to 20", async () => {
    for (const seconds of [1, 1.02, 2.5, 7.77, 10, 19.99, 20]) {
      const board = await draft("a lake; then the sea; then a room; then a stage", { seconds });
      expect(board.frames).toBe(Math.round(seconds * 24));
      const last = board.shots.at(-1)!;
      expect(last.start + last.frames).toBe(board.frames);
    }
  });

  it("is valid for any text", async () => {
    const words = ["sea", "then", "cut to", "雨", "然后", "\n", "4k", "walrus", ",", "1.", "🌅", "night"];
    const text = fc.oneof(
      fc.string({ minLength: 1, maxLength: MAX_PROMPT_CHARACTERS, unit: "binary" }),
      fc.string({ minLength: 1, maxLength: 400, unit: "grapheme" }),
      fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 300 }).map((parts) => parts.join(" ")),
    );
    const seconds = fc.double({ min: 1, max: 20, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        text,
        seconds,
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        async (prompt, length, seed) => {
          const board = await draft(prompt, { seconds: length, seed });
          Storyboard.parse(board);
          expect(board.shots.reduce((sum, { frames }) => sum + frames, 0)).toBe(Math.round(length * 24));
          expect(board.shots.length).toBeLessThanOrEqual(4);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("names the file when the pack's reader is missing", async () => {
    const request = { prompt: "sea", seconds: 1, size: "854x480", fps: 24, seed: 1, pack: "x" } as const;
    const signal = new AbortController().signal;
    const broken = plan(
      { request, reader: { dir: "/nowhere" } },
      { dir: "", engine, signal, progress: () => {}, preview: () => {} },
    );
    await expect(broken).rejects.toBeInstanceOf(Problem);
    await expect(broken).rejects.toMatchObject({
      code: "corrupt-pack",
      message: /tokenizer\.json|card\.json/,
    });
  });
});

describe("a plan for a diffusion pack", () => {
  const pack = { kind: "image" } as const;

  it("keeps the user's words for the pack, and calls none of them unknown", async () => {
    const prompt = "a dragon above a castle at night; then a walrus on a beach";
    const more = { steps: 4, guidance: 3, negative: "blur" };
    const board = await draft(prompt, more, pack);
    expect(board.shots.map(({ text }) => text)).toEqual([
      "a dragon above a castle at night",
      "a walrus on a beach",
    ]);
    expect(board.notes.filter(({ code }) => code !== "unresolved")).toEqual([]);
    const painted = await draft(prompt, more);
    expect(painted.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["unknown-words", "ignored-option"]),
    );
    expect(painted.shots.every((shot) => shot.text === undefined)).toBe(true);
  });

  it("brings nothing into the picture that was not said", async () => {
    for (let seed = 0; seed < 8; seed++) {
      const nothing = [{ setting: "meadow", weather: "clear", season: "winter" }];
      const fromPack = await draft("a dragon and a knight", { seed }, pack);
      expect(fromPack.shots).toMatchObject(nothing);
      const init = { sha256: "0".repeat(64), extension: ".png" };
      const fromPicture = await draft("a dragon and a knight", { seed, init });
      expect(fromPicture.shots).toMatchObject(nothing);
    }
  });
});

describe("a plan that starts from something", () => {
  it("takes from the clip that is remixed what the prompt does not say", async () => {
    const parent = await draft("a pan left over a snowfield at dawn in ink; then the sea in a storm");
    const remix = await draft("at night", { parent: "p" }, { base: parent.shots });
    expect(remix.shots).toHaveLength(2);
    for (const [i, shot] of remix.shots.entries()) {
      const { text: _, ...before } = parent.shots[i]!;
      expect(shot).toEqual({ ...before, time: "night", change: null });
    }
    expect(remix.notes).toMatchObject([{ code: "started-from", subject: "remix" }]);
    const elsewhere = await draft("a desert", { parent: "p" }, { base: parent.shots });
    expect(elsewhere.shots).toMatchObject([{ setting: "desert", look: "ink", camera: "pan-left" }]);
  });

  it("says that the painter shows a picture as it is", async () => {
    const init = { sha256: "0".repeat(64), extension: ".png" };
    const { notes } = await draft("a walrus, waves", { init, strength: 0.5 });
    expect(notes.map(({ code, subject }) => [code, subject])).toEqual([
      ["started-from", "image"],
      ["ignored-option", "strength"],
    ]);
  });
});
