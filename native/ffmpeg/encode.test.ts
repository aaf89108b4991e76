import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeFrames, decodePcm, encodeFrames, encodeSound, mux, probeMedia, runFfmpeg } from "./index.ts";

const WIDTH = 96;
const HEIGHT = 64;
const FPS = { num: 24, den: 1 };
const SIZE = { width: WIDTH, height: HEIGHT, fps: FPS };

/** Frames of one flat colour each; two buffers in turn, as `encodeFrames` allows. */
function* flatFrames(colours: readonly (readonly [number, number, number])[]): Generator<Uint8Array> {
  const buffers = [new Uint8Array(WIDTH * HEIGHT * 4), new Uint8Array(WIDTH * HEIGHT * 4)];
  for (const [i, [r, g, b]] of colours.entries()) {
    const buffer = buffers[i % 2]!;
    for (let p = 0; p < buffer.length; p += 4) buffer.set([r, g, b, 255], p);
    yield buffer;
  }
}

const COLOURS = [
  [200, 30, 30],
  [30, 200, 30],
  [30, 30, 200],
  [250, 250, 250],
  [5, 5, 5],
  [120, 90, 160],
] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "understudy-ffmpeg-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("encodeFrames", () => {
  it("writes every frame, tagged BT.709 limited range, at the rate that was asked", async () => {
    const path = join(folder, "tags.mp4");
    const progress: number[] = [];
    const count = await encodeFrames(flatFrames(COLOURS), path, {
      ...SIZE,
      onProgress: ({ frame }) => progress.push(frame),
    });
    expect(count).toBe(6);
    expect(progress.at(-1)).toBe(6);
    const { video, audio, seconds } = await probeMedia(path);
    expect(audio).toBeNull();
    expect(seconds).toBe(0.25);
    expect(video).toEqual({
      codec: "h264",
      width: WIDTH,
      height: HEIGHT,
      pixelFormat: "yuv420p",
      range: "tv",
      matrix: "bt709",
      primaries: "bt709",
      transfer: "bt709",
      fps: FPS,
      constantRate: true,
      frames: 6,
    });
  });

  it("gives the colours back that went in, in order", async () => {
    const path = join(folder, "colours.mp4");
    await encodeFrames(flatFrames(COLOURS), path, SIZE);
    const seen: number[][] = [];
    for await (const { data } of decodeFrames(path)) seen.push([...data.subarray(4000, 4003)]);
    expect(seen).toHaveLength(COLOURS.length);
    for (const [i, colour] of COLOURS.entries()) {
      for (const c of [0, 1, 2]) expect(Math.abs(seen[i]![c]! - colour[c]!)).toBeLessThanOrEqual(4);
    }
  });

  it("gives the same bytes for the same frames", async () => {
    const hashes = [];
    for (const name of ["a.mp4", "b.mp4"]) {
      await encodeFrames(flatFrames(COLOURS), join(folder, name), SIZE);
      hashes.push(
        createHash("sha256")
          .update(await readFile(join(folder, name)))
          .digest("hex"),
      );
    }
    expect(hashes[0]).toBe(hashes[1]);
  });

  it("leaves nothing behind when it is cancelled, and ends the source", async () => {
    const place = join(folder, "cancelled");
    await mkdir(place);
    const controller = new AbortController();
    let ended = false;
    async function* endless() {
      try {
        for (let i = 0; ; i += 1) {
          if (i === 20) controller.abort();
          yield* flatFrames([COLOURS[i % 6]!]);
        }
      } finally {
        ended = true;
      }
    }
    const run = encodeFrames(endless(), join(place, "x.mp4"), { ...SIZE, signal: controller.signal });
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    expect(ended).toBe(true);
    expect(await readdir(place)).toEqual([]);
  });

  it("throws what the source throws, and leaves nothing behind", async () => {
    const place = join(folder, "broken-source");
    await mkdir(place);
    function* broken() {
      yield* flatFrames(COLOURS);
      throw new Error("the painter fell ill");
    }
    await expect(encodeFrames(broken(), join(place, "x.mp4"), SIZE)).rejects.toThrow("the painter fell ill");
    expect(await readdir(place)).toEqual([]);
  });

  it("refuses a frame of the wrong size, an odd size and a missing folder", async () => {
    const path = join(folder, "wrong.mp4");
    await expect(encodeFrames([new Uint8Array(12)], path, SIZE)).rejects.toThrow(/frame 0 has 12 bytes/);
    await expect(encodeFrames([], path, { ...SIZE, width: 95 })).rejects.toMatchObject({ code: "bad-input" });
    await expect(encodeFrames([], join(folder, "no", "x.mp4"), SIZE)).rejects.toMatchObject({
      code: "not-writable",
    });
    expect(existsSync(path)).toBe(false);
    await mkdir(join(folder, "taken.mp4"));
    await expect(encodeFrames(flatFrames(COLOURS), join(folder, "taken.mp4"), SIZE)).rejects.toMatchObject({
      code: "not-writable",
    });
  });

  const root = process.platform === "linux" && process.getuid?.() === 0;
  it.skipIf(!root)("tells a full disk (needs root, to mount a small one)", async () => {
    const disk = join(folder, "disk");
    await mkdir(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
    try {
      function* noise() {
        const frame = new Uint8Array(WIDTH * HEIGHT * 4);
        for (let i = 0, x = 1; i < 240; i += 1) {
          for (let p = 0; p < frame.length; p += 1) {
            x = (Math.imul(x, 1664525) + 1013904223) | 0;
            frame[p] = x >>> 24;
          }
          yield frame.slice();
        }
      }
      const run = encodeFrames(noise(), join(disk, "x.mp4"), SIZE);
      await expect(run).rejects.toMatchObject({ code: "no-space" });
      expect(await readdir(disk)).toEqual([]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

describe("mux", () => {
  it("copies picture and sound, 48 kHz stereo AAC of the same length, ready to stream", async () => {
    const [video, wave, audio, out] = ["v.mp4", "a.wav", "a.mp4", "m.mp4"].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    const frames = Array.from({ length: 48 }, (_, i) => COLOURS[i % 6]!);
    await encodeFrames(flatFrames(frames), video, SIZE);
    await runFfmpeg(["-f", "lavfi", "-i", "sine=r=44100:f=440:d=2", wave]);
    await encodeSound(wave, audio);
    await mux(out, { video, audio });
    const info = await probeMedia(out);
    expect(info.seconds).toBe(2);
    expect(info.video).toMatchObject({ frames: 48, fps: FPS, matrix: "bt709", range: "tv" });
    expect(info.audio).toMatchObject({ codec: "aac", sampleRate: 48000, channels: 2 });
    expect(info.audio!.seconds).toBeCloseTo(2, 6);
    const bytes = await readFile(out);
    expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
    const [left, right] = await decodePcm(out);
    expect(left.length).toBe(96000);
    expect(right.length).toBe(96000);
    // lavfi's sine has an amplitude of 1/8; mono to stereo keeps the power in each channel.
    expect(Math.max(...left)).toBeCloseTo(Math.SQRT1_2 / 8, 1);
    expect(Math.max(...right)).toBeCloseTo(Math.SQRT1_2 / 8, 1);
  });

  it("tells which input is damaged", async () => {
    const bad = join(folder, "bad.mp4");
    await writeFile(bad, "this is no film");
    const run = mux(join(folder, "never.mp4"), { video: bad, audio: bad });
    await expect(run).rejects.toMatchObject({
      code: "corrupt-media",
      message: expect.stringContaining("bad.mp4"),
    });
  });
});
