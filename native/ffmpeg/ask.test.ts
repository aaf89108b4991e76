import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  decodeFrames,
  decodePcm,
  fileArgument,
  findFfmpeg,
  measureLoudness,
  probeMedia,
  runFfmpeg,
  workingEncoders,
} from "./index.ts";

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "understudy-ffmpeg-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("findFfmpeg", () => {
  it("finds one and its version", async () => {
    const ffmpeg = await findFfmpeg();
    expect(ffmpeg.version).toMatch(/\d/);
  });

  it("does not replace an UNDERSTUDY_FFMPEG that does not run", async () => {
    const env = { ...process.env, UNDERSTUDY_FFMPEG: at("none") };
    await expect(findFfmpeg(env)).rejects.toMatchObject({
      code: "missing-tool",
      message: expect.stringContaining("UNDERSTUDY_FFMPEG"),
    });
  });

  it("passes over one on PATH that does not run, and tells what to install when none does", async () => {
    await writeFile(at("ffmpeg"), "#!/bin/sh\nexit 3\n");
    await chmod(at("ffmpeg"), 0o755);
    await expect(findFfmpeg({ PATH: folder })).rejects.toMatchObject({
      code: "missing-tool",
      message: expect.stringContaining("does not run"),
      hint: expect.stringContaining("UNDERSTUDY_FFMPEG"),
    });
    const { path, passedOver } = await findFfmpeg({ PATH: `${folder}:${process.env.PATH}` });
    expect(path).not.toBe(at("ffmpeg"));
    expect(passedOver.map((other) => other.path)).toEqual([at("ffmpeg")]);
  });
});

describe("probeMedia", () => {
  it("tells NTSC rates exactly, and sound of another rate", async () => {
    const path = at("ntsc.mp4");
    await runFfmpeg([
      ...["-f", "lavfi", "-i", "testsrc=s=64x48:r=30000/1001:d=1", "-f", "lavfi", "-i", "sine=r=44100:d=1"],
      ...["-pix_fmt", "yuv420p", "-c:v", "libx264", "-c:a", "aac", path],
    ]);
    const { video, audio } = await probeMedia(path);
    expect(video).toMatchObject({
      fps: { num: 30000, den: 1001 },
      constantRate: true,
      frames: 30,
      matrix: null,
    });
    expect(audio).toMatchObject({ codec: "aac", sampleRate: 44100, channels: 1 });
  });

  it("notices a variable rate", async () => {
    const path = at("vfr.mkv");
    await runFfmpeg([
      ...["-f", "lavfi", "-i", "testsrc=s=64x48:r=24:d=1", "-vf", "select='not(eq(mod(n,5),3))'"],
      ...["-vsync", "vfr", "-c:v", "libx264", "-pix_fmt", "yuv420p", path],
    ]);
    expect((await probeMedia(path)).video).toMatchObject({ constantRate: false, frames: 19 });
  });

  it("takes Matroska's rounded times for a constant rate", async () => {
    const path = at("cfr.mkv");
    await runFfmpeg(["-f", "lavfi", "-i", "testsrc=s=64x48:r=24:d=2", "-c:v", "libx264", path]);
    const { video } = await probeMedia(path);
    expect(video).toMatchObject({ fps: { num: 24, den: 1 }, constantRate: true, frames: 48 });
  });

  it("tells what is no media, and what is not there", async () => {
    await writeFile(at("text.mp4"), "no film");
    await expect(probeMedia(at("text.mp4"))).rejects.toMatchObject({ code: "corrupt-media" });
    await expect(probeMedia(at("nothing.mp4"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("takes a name with odd characters for a file", async () => {
    const path = at("concat:a|b 'c'.wav");
    await runFfmpeg(["-f", "lavfi", "-i", "sine=r=48000:d=0.5", fileArgument(path)]);
    expect((await probeMedia(path)).audio).toMatchObject({ sampleRate: 48000, seconds: 0.5 });
  });
});

describe("decode", () => {
  it("seeks, converts the rate, limits and scales", async () => {
    const path = at("decode.mp4");
    await runFfmpeg(["-f", "lavfi", "-i", "testsrc=s=64x48:r=24:d=2", "-pix_fmt", "yuv420p", path]);
    let count = 0;
    for await (const frame of decodeFrames(path, {
      fps: { num: 12, den: 1 },
      size: { width: 32, height: 24 },
    })) {
      expect(frame.data.length).toBe(32 * 24 * 4);
      count += 1;
    }
    expect(count).toBe(24);
    const first: Uint8ClampedArray[] = [];
    for await (const { data } of decodeFrames(path)) first.push(data);
    for await (const { data } of decodeFrames(path, { start: 1, frames: 1 })) {
      // By hand: the diff of so many numbers would take minutes to print.
      expect(data.findIndex((value, i) => value !== first[24]![i])).toBe(-1);
    }
  });

  it("ends ffmpeg when the loop is left, and when it is cancelled", async () => {
    const path = at("long.mp4");
    await runFfmpeg(["-f", "lavfi", "-i", "testsrc=s=64x48:r=24:d=60", "-pix_fmt", "yuv420p", path]);
    for await (const _ of decodeFrames(path)) break;
    const controller = new AbortController();
    const run = async () => {
      for await (const _ of decodeFrames(path, { signal: controller.signal })) controller.abort();
    };
    await expect(run()).rejects.toMatchObject({ code: "cancelled" });
  });

  it("tells a file without the stream that is wanted", async () => {
    await runFfmpeg(["-f", "lavfi", "-i", "sine=d=0.1", at("tone.wav")]);
    await expect(decodeFrames(at("tone.wav")).next()).rejects.toThrow("has no picture");
    const [left] = await decodePcm(at("tone.wav"));
    expect(left.length).toBe(4800);
  });
});

describe("measureLoudness", () => {
  it("measures a tone as BS.1770 says: a full-scale 997 Hz sine on both channels is 0 LUFS", async () => {
    const tone = "aevalsrc=0.1*sin(2*PI*997*t)|0.1*sin(2*PI*997*t):s=48000:d=3";
    await runFfmpeg(["-f", "lavfi", "-i", tone, "-c:a", "pcm_f32le", at("sine.wav")]);
    const { integrated, truePeak } = await measureLoudness(at("sine.wav"));
    expect(integrated).toBeCloseTo(-20, 0);
    expect(truePeak).toBeCloseTo(-20, 0);
  });

  it("tells silence as -Infinity", async () => {
    await runFfmpeg(["-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-t", "1", at("silence.wav")]);
    expect(await measureLoudness(at("silence.wav"))).toMatchObject({
      integrated: Number.NEGATIVE_INFINITY,
      truePeak: Number.NEGATIVE_INFINITY,
    });
  });
});

describe("runFfmpeg", () => {
  it("is killed by its signal", async () => {
    const run = runFfmpeg(["-re", "-f", "lavfi", "-i", "testsrc=d=600", "-f", "null", "-"], {
      signal: AbortSignal.timeout(200),
    });
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
  });

  it("says ffmpeg's own words when it fails", async () => {
    await expect(runFfmpeg(["-f", "lavfi", "-i", "nonsense", "-f", "null", "-"])).rejects.toThrow(/nonsense/);
  });
});

describe("workingEncoders", () => {
  it("really encodes with libx264 and aac, and tells why others do not work", async () => {
    const statuses = await workingEncoders();
    for (const name of ["libx264", "aac"]) {
      expect(statuses.find(({ encoder }) => encoder === name)).toEqual({
        encoder: name,
        works: true,
        reason: "",
      });
    }
    for (const { works, reason } of statuses) expect(works).toBe(reason === "");
  });
});
