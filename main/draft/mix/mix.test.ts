import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { STEMS, type Stem } from "#contract/draft.ts";
import { random } from "#contract/random.ts";
import { Storyboard } from "#contract/storyboard.ts";
import { readWav, SAMPLE_RATE, type Stereo, samplePeak, silence, writeWav } from "#native/audio/index.ts";
import { encodeFrames, measureLoudness, probeMedia } from "#native/ffmpeg/index.ts";
import { mixClip, mixSound } from "./index.ts";

const root = await mkdtemp(join(tmpdir(), "mix-"));
afterAll(() => rm(root, { recursive: true }));

const [WIDTH, HEIGHT] = [64, 48];

function board(frames: number): Storyboard {
  return Storyboard.parse({
    ...{ version: 1, language: "en", size: "854x480", fps: 24, frames, sounds: [], notes: [] },
    shots: [
      {
        ...{ start: 0, frames, seed: 1, setting: "sea", time: "day", weather: "clear", season: "summer" },
        ...{ look: "realistic", mood: "calm", camera: "static", colour: null, change: null },
      },
    ],
  });
}

async function picture(frames: number): Promise<string> {
  const file = join(root, `picture-${frames}.mp4`);
  function* draw() {
    for (let i = 0; i < frames; i++) yield new Uint8Array(WIDTH * HEIGHT * 4).fill((i * 5) % 256);
  }
  await encodeFrames(draw(), file, { width: WIDTH, height: HEIGHT, fps: { num: 24, den: 1 } });
  return file;
}

/** Noise of a level, with sharp peaks. */
function noise(samples: number, level: number, seed: number): Stereo {
  const next = random(seed);
  const sound = silence(samples);
  for (const side of sound) {
    for (let i = 0; i < samples; i++) side[i] = level * (next() - 0.5) * (next() < 0.001 ? 8 : 1);
  }
  return sound;
}

async function run(frames: number, sounds: Partial<Record<Stem, Stereo>>) {
  const dir = await mkdtemp(join(root, "run-"));
  const stems = {} as Record<Stem, string>;
  await mkdir(join(dir, "in"));
  for (const stem of STEMS) {
    stems[stem] = join(dir, "in", `${stem}.wav`);
    await writeWav(stems[stem], {
      sampleRate: SAMPLE_RATE,
      channels: sounds[stem] ?? silence(frames * 2000),
    });
  }
  const signal = new AbortController().signal;
  const context = { dir, signal, progress: () => {} } as unknown as Parameters<typeof mixSound>[1];
  const output = await mixSound({ storyboard: board(frames), stems }, context);
  const sound = join(dir, output.sound);
  const { clip } = await mixClip({ sound, picture: await picture(frames) }, context);
  const wav = async (file: string) => (await readWav(join(dir, file))).channels as Stereo;
  const hash = async (file: string) =>
    createHash("sha256")
      .update(await readFile(join(dir, file)))
      .digest("hex");
  return { dir, output, clip: join(dir, clip), wav, hash };
}

describe("the mix", () => {
  it.each([24, 480])("of %s frames is at -14 LUFS under -1 dBTP, as long as the picture", async (frames) => {
    const made = await run(frames, {
      ambience: noise(frames * 2000, 0.05, 1),
      effects: noise(frames * 2000, 0.02, 2),
    });
    const heard = await measureLoudness(made.clip);
    expect(Math.abs(heard.integrated + 14)).toBeLessThanOrEqual(0.3);
    expect(heard.truePeak).toBeLessThanOrEqual(-1);
    expect(made.output).toMatchObject({
      lufs: heard.integrated,
      truePeakDb: heard.truePeak,
      silent: false,
    });

    const media = await probeMedia(made.clip);
    expect(media.video).toMatchObject({
      codec: "h264",
      frames,
      matrix: "bt709",
      primaries: "bt709",
      transfer: "bt709",
    });
    expect(media.audio).toMatchObject({ codec: "aac", sampleRate: 48_000, channels: 2 });
    expect(media.seconds).toBeCloseTo(frames / 24, 2);
    expect(media.audio!.seconds).toBeLessThanOrEqual(frames / 24 + 1e-4);
    const bytes = await readFile(made.clip);
    expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
  });

  it("keeps stems that sum to the master, each changed alike, and the same bytes every time", async () => {
    const sounds = { ambience: noise(96_000, 0.05, 1), effects: noise(96_000, 0.3, 2) };
    const made = await run(48, sounds);
    const master = await made.wav(made.output.master);
    const stems = await Promise.all(STEMS.map((stem) => made.wav(made.output.stems[stem])));
    let [off, ratioOff] = [0, 0];
    for (const side of [0, 1] as const) {
      for (let i = 0; i < 96_000; i++) {
        off = Math.max(
          off,
          Math.abs(stems.reduce((sum, stem) => sum + stem[side][i]!, 0) - master[side][i]!),
        );
        const gain = (stem: Stereo, of: Stereo) => stem[side][i]! / of[side][i]!;
        const difference = gain(stems[1]!, sounds.effects) / gain(stems[2]!, sounds.ambience) - 1;
        if (Math.abs(sounds.ambience[side][i]!) > 1e-3 && Math.abs(sounds.effects[side][i]!) > 1e-3) {
          ratioOff = Math.max(ratioOff, Math.abs(difference));
        }
      }
    }
    expect(off).toBeLessThanOrEqual(1e-6);
    expect(ratioOff).toBeLessThan(1e-4);
    const again = await run(48, sounds);
    for (const file of [made.output.sound, made.output.master, ...Object.values(made.output.stems)]) {
      expect(await again.hash(file)).toBe(await made.hash(file));
    }
  });

  it("does not blow up a lone click, and tells the loudness it has", async () => {
    const click = silence(48_000);
    for (let i = 0; i < 300; i++)
      for (const side of click) side[20_000 + i] = 0.4 * Math.exp(-i / 20) * Math.sin(i);
    const made = await run(24, { effects: click });
    expect(made.output.lufs).toBeLessThan(-15);
    expect(made.output.lufs).toBeCloseTo((await measureLoudness(made.clip)).integrated, 5);
    expect(made.output.truePeakDb).toBeLessThanOrEqual(-1);
    expect(made.output.silent).toBe(false);
  });

  it("leaves silence silent, and says so", async () => {
    const made = await run(24, {});
    expect(made.output).toMatchObject({ silent: true, lufs: null, truePeakDb: null });
    expect(samplePeak(await made.wav(made.output.master))).toBe(0);
    expect((await probeMedia(made.clip)).audio!.codec).toBe("aac");
  });

  it("refuses a stem that does not fit the picture, and names it", async () => {
    await expect(run(24, { music: silence(47_999) })).rejects.toMatchObject({
      code: "corrupt-media",
      message: expect.stringMatching(/music\.wav has 2 channels of 47999 samples/),
    });
  });
});
