import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeWav, encodeWav, readWav, writeWav } from "./wav.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "wav-"));
});
afterAll(() => rm(dir, { recursive: true }));

const ramp = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * 0.7) * 0.9);

describe("WAV files", () => {
  it("keep every bit of float sound, also beyond full scale", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        (list, count) => {
          const channels = Array.from({ length: count }, (_, c) => Float32Array.from(list, (x) => x + c));
          expect(decodeWav(encodeWav({ sampleRate: 48_000, channels }))).toEqual({
            sampleRate: 48_000,
            channels,
          });
        },
      ),
    );
  });

  it("keep 24-bit sound to half a step and clip it at full scale", () => {
    const channels = [Float32Array.from([...ramp(101), 1.5, -1.5])];
    const back = decodeWav(encodeWav({ sampleRate: 44_100, channels }, "pcm24"));
    expect(back.sampleRate).toBe(44_100);
    back.channels[0]!.forEach((x, i) => {
      expect(Math.abs(x - Math.max(-1, Math.min(1, channels[0]![i]!)))).toBeLessThanOrEqual(2 ** -23);
    });
  });

  it("are read past unknown chunks and in the extensible form", () => {
    const plain = Buffer.from(encodeWav({ sampleRate: 48_000, channels: [ramp(4), ramp(4)] }, "pcm24"));
    const format = Buffer.alloc(48);
    format.write("fmt ");
    format.writeUInt32LE(40, 4);
    plain.copy(format, 8, 20, 36);
    format.writeUInt16LE(0xfffe, 8);
    format.writeUInt16LE(22, 24);
    format.writeUInt16LE(1, 32);
    const junk = Buffer.from("LIST\x03\0\0\0abc\0", "latin1");
    const extensible = Buffer.concat([plain.subarray(0, 12), junk, format, plain.subarray(36)]);
    expect(decodeWav(extensible).channels).toEqual(decodeWav(plain).channels);
  });

  it.each([
    ["text", Buffer.from("this is not a sound file at all"), /not a RIFF\/WAVE/],
    [
      "a cut file",
      Buffer.from(encodeWav({ sampleRate: 48_000, channels: [ramp(50)] })).subarray(0, 150),
      /cut short/,
    ],
    [
      "no sound",
      Buffer.from(encodeWav({ sampleRate: 48_000, channels: [ramp(50)] })).subarray(0, 38),
      /no sound data/,
    ],
  ])("that are %s are told so", async (_, bytes, why) => {
    const file = join(dir, "bad.wav");
    await writeFile(file, bytes);
    await expect(readWav(file)).rejects.toMatchObject({
      code: "corrupt-media",
      message: expect.stringMatching(why),
    });
    await expect(readWav(file)).rejects.toThrow(file);
  });

  it("never misread damaged bytes as something else than a Problem", () => {
    const good = encodeWav({ sampleRate: 48_000, channels: [ramp(30), ramp(30)] });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const bytes = good.slice();
        bytes[at] = value;
        try {
          for (const channel of decodeWav(bytes).channels) expect(channel.length).toBeLessThanOrEqual(240);
        } catch (error) {
          expect(error).toMatchObject({ code: "corrupt-media" });
        }
      }),
    );
  });

  it("are whole or not there", async () => {
    const file = join(dir, "whole.wav");
    await writeWav(file, { sampleRate: 48_000, channels: [ramp(10)] });
    expect(decodeWav(await readFile(file)).channels[0]).toEqual(ramp(10));
    expect(await readdir(dir)).not.toContainEqual(expect.stringContaining(".part"));
    const nowhere = join(dir, "missing", "x.wav");
    await expect(writeWav(nowhere, { sampleRate: 48_000, channels: [ramp(1)] })).rejects.toMatchObject({
      code: "not-writable",
    });
    await expect(readWav(nowhere)).rejects.toMatchObject({ code: "not-found" });
  });
});
