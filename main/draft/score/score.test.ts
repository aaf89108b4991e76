import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STEMS, type Stem } from "#contract/draft.ts";
import { SETTINGS } from "#contract/scenery.ts";
import { type SoundEvent, Storyboard } from "#contract/storyboard.ts";
import { readWav, SAMPLE_RATE, samplePeak } from "#native/audio/index.ts";
import { envelope } from "./analysis.fixture.ts";
import { score } from "./index.ts";
import { renderStem } from "./render.ts";
import { impulseResponse, SPACES } from "./space.ts";

const root = await mkdtemp(join(tmpdir(), "score-"));
afterAll(() => rm(root, { recursive: true }));

function event(sound: SoundEvent["sound"], stem: Stem, start: number, seconds: number, gain = 1): SoundEvent {
  return { sound, stem, start: start * SAMPLE_RATE, samples: seconds * SAMPLE_RATE, gain, seed: 5 };
}

function board(
  frames: number,
  sounds: SoundEvent[],
  setting: (typeof SETTINGS)[number] = "beach",
): Storyboard {
  return Storyboard.parse({
    version: 1,
    language: "en",
    size: "854x480",
    fps: 24,
    frames,
    shots: [
      {
        ...{ start: 0, frames, seed: 1, setting, time: "day", weather: "clear", season: "summer" },
        ...{ look: "realistic", mood: "calm", camera: "static", colour: null, change: null },
      },
    ],
    sounds,
    notes: [],
  });
}

async function run(storyboard: Storyboard, signal = new AbortController().signal) {
  const dir = await mkdtemp(join(root, "run-"));
  const fractions: number[] = [];
  // The stage has no use for the engine.
  const context = { dir, signal, progress: (f: number) => fractions.push(f) } as unknown as Parameters<
    typeof score
  >[1];
  const { stems } = await score({ storyboard }, context);
  const bytes = await Promise.all(STEMS.map((stem) => readFile(join(dir, stems[stem]))));
  const sounds = await Promise.all(STEMS.map((stem) => readWav(join(dir, stems[stem]))));
  const hash = (b: Buffer) => createHash("sha256").update(b).digest("hex");
  return {
    fractions,
    hashes: bytes.map(hash),
    sound: Object.fromEntries(STEMS.map((stem, i) => [stem, sounds[i]!])) as Record<Stem, (typeof sounds)[0]>,
  };
}

describe("the score", () => {
  const storyboard = board(36, [event("waves", "ambience", 0, 1.5), event("thunder", "effects", 0.5, 5)]);
  let first: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    first = await run(storyboard);
  });

  it("puts each sound on its stem, at its time, and leaves the others silent", () => {
    for (const { channels, sampleRate } of Object.values(first.sound)) {
      expect(sampleRate).toBe(48_000);
      expect(channels.map((channel) => channel.length)).toEqual([72_000, 72_000]);
    }
    expect(samplePeak(first.sound.dialogue.channels)).toBe(0);
    expect(samplePeak(first.sound.music.channels)).toBe(0);
    expect(samplePeak(first.sound.ambience.channels)).toBeGreaterThan(0.005);
    const [left] = first.sound.effects.channels;
    expect(samplePeak([left!.subarray(0, 24_000)])).toBe(0);
    expect(samplePeak([left!.subarray(24_000, 36_000)])).toBeGreaterThan(0.01);
    expect(first.fractions.at(-1)).toBe(1);
  });

  it("gives the same bytes again, on another thread and in another process", async () => {
    expect((await run(storyboard)).hashes).toEqual(first.hashes);
    const script = `
      import { createHash } from "node:crypto";
      import { renderStem } from "#main/draft/score/render.ts";
      const channels = renderStem(JSON.parse(process.argv[1]), "effects");
      const hash = createHash("sha256");
      for (const side of channels) hash.update(side);
      console.log(hash.digest("hex"));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", script, JSON.stringify(storyboard)],
      { cwd: new URL("../../..", import.meta.url) },
    );
    const hash = createHash("sha256");
    for (const side of first.sound.effects.channels) hash.update(side);
    expect(stdout.trim()).toBe(hash.digest("hex"));
  });

  it("is as long as the picture to the sample", async () => {
    for (const frames of [1, 24, 97, 480]) {
      const stem = renderStem(board(frames, [event("hum", "ambience", 0, 20)]), "ambience");
      expect(stem.map((side) => side.length)).toEqual([frames * 2000, frames * 2000]);
    }
  });

  it("cuts what lies beyond the end, and lets the rest fade out", async () => {
    const over = board(24, [event("rain", "ambience", 0.5, 10), event("bells", "ambience", 3, 1)]);
    const [left] = renderStem(over, "ambience");
    expect(left.length).toBe(48_000);
    const levels = envelope([left, left], 0.05);
    expect(levels[18]).toBeLessThan(levels[14]!);
    expect(Math.abs(left.at(-1)!)).toBeLessThan(1e-6);
  });

  it("follows the gain, and the space of the shot", async () => {
    const at = (gain: number, setting: (typeof SETTINGS)[number]) =>
      renderStem(board(48, [event("gulls", "effects", 0, 1, gain)], setting), "effects");
    const plain = at(1, "room");
    const loud = at(2, "room");
    const hall = at(1, "station");
    for (let i = 0; i < 48_000; i += 997) expect(loud[0][i]).toBeCloseTo(2 * plain[0][i]!, 5);
    // After the cries have ended the hall still rings, the room does not.
    const after = (sound: typeof plain) =>
      envelope([sound[0].subarray(60_000), sound[1].subarray(60_000)], 0.2)[0]!;
    expect(after(hall)).toBeGreaterThan(10 * after(plain));
  });

  it("stops when the draft is cancelled", async () => {
    const abort = new AbortController();
    const long = board(480, [event("crowd", "ambience", 0, 20), event("bells", "effects", 0, 20)]);
    const running = run(long, abort.signal);
    setTimeout(() => abort.abort(), 100);
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("the spaces", () => {
  it.each(SETTINGS)("%s answers with its own decay", (setting) => {
    const space = SPACES[setting];
    const response = impulseResponse(space);
    const energy = response.flatMap((side) => [...side]).reduce((sum, x) => sum + x * x, 0) / 2;
    expect(Math.sqrt(energy)).toBeCloseTo(space.wet, 5);
    const levels = envelope(response, 0.05);
    expect(levels.at(-1)!).toBeLessThan(0.02 * Math.max(...levels));
  });
});
