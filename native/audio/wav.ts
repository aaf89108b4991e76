/**
 * WAV files: RIFF/WAVE with integer PCM or IEEE float samples.
 * Source: Microsoft & IBM, "Multimedia Programming Interface and Data Specifications 1.0"
 * (1991) and "Multiple channel audio data and WAVE files" (2001) for WAVE_FORMAT_EXTENSIBLE.
 */
import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { endianness } from "node:os";
import { Problem } from "#contract/problem.ts";

export interface WavAudio {
  sampleRate: number;
  /** One array a channel, all of one length. */
  channels: Float32Array<ArrayBuffer>[];
}

/** `float32` keeps every bit and may exceed full scale; `pcm24` clips at it. */
export type WavFormat = "float32" | "pcm24";

const PCM = 1;
const IEEE_FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const MAX_RIFF_BYTES = 0xffff_ffff;
const LITTLE_ENDIAN = endianness() === "LE";

/** The bytes of a WAV file. Throws RangeError for no channels, unequal lengths or more than 4 GB. */
export function encodeWav(audio: WavAudio, format: WavFormat = "float32"): Uint8Array<ArrayBuffer> {
  const { channels, sampleRate } = audio;
  const samples = channels[0]?.length ?? 0;
  if (channels.length === 0 || channels.some((channel) => channel.length !== samples)) {
    throw new RangeError("a WAV file needs at least one channel, and channels of one length");
  }
  const width = format === "float32" ? 4 : 3;
  const frame = width * channels.length;
  const dataBytes = samples * frame;
  // Float needs the extension size and a fact chunk; both are harmless for PCM, but unusual.
  const formatBytes = format === "float32" ? 18 : 16;
  const factBytes = format === "float32" ? 12 : 0;
  const header = 12 + 8 + formatBytes + factBytes + 8;
  const padded = dataBytes + (dataBytes & 1);
  if (header + padded > MAX_RIFF_BYTES) throw new RangeError("a WAV file holds at most 4 GB");

  const bytes = new Uint8Array(header + padded);
  const view = new DataView(bytes.buffer);
  const tag = (at: number, text: string) => {
    for (let i = 0; i < 4; i++) bytes[at + i] = text.charCodeAt(i);
  };
  tag(0, "RIFF");
  view.setUint32(4, header + padded - 8, true);
  tag(8, "WAVE");
  tag(12, "fmt ");
  view.setUint32(16, formatBytes, true);
  view.setUint16(20, format === "float32" ? IEEE_FLOAT : PCM, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frame, true);
  view.setUint16(32, frame, true);
  view.setUint16(34, width * 8, true);
  if (format === "float32") {
    tag(38, "fact");
    view.setUint32(42, 4, true);
    view.setUint32(46, samples, true);
  }
  tag(header - 8, "data");
  view.setUint32(header - 4, dataBytes, true);
  if (format === "float32") writeFloats(bytes, header, channels);
  else writePcm24(bytes, header, channels);
  return bytes;
}

function writeFloats(bytes: Uint8Array<ArrayBuffer>, header: number, channels: Float32Array[]): void {
  const count = channels.length;
  const interleaved = new Float32Array(channels[0]!.length * count);
  channels.forEach((channel, c) => {
    for (let i = 0, at = c; i < channel.length; i++, at += count) interleaved[at] = channel[i]!;
  });
  if (LITTLE_ENDIAN) {
    bytes.set(new Uint8Array(interleaved.buffer), header);
  } else {
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < interleaved.length; i++) view.setFloat32(header + i * 4, interleaved[i]!, true);
  }
}

function writePcm24(bytes: Uint8Array, header: number, channels: Float32Array[]): void {
  const frame = channels.length * 3;
  channels.forEach((channel, c) => {
    let at = header + c * 3;
    for (let i = 0; i < channel.length; i++, at += frame) {
      const value = Math.max(-0x800000, Math.min(0x7fffff, Math.round(channel[i]! * 0x800000)));
      bytes[at] = value;
      bytes[at + 1] = value >> 8;
      bytes[at + 2] = value >> 16;
    }
  });
}

/**
 * The sound in a WAV file's bytes: PCM of 16, 24 or 32 bits, or float of 32 bits.
 * Throws Problem `corrupt-media` that says what is wrong; `name` is told in it.
 */
export function decodeWav(bytes: Uint8Array, name = "The WAV file"): WavAudio {
  const fail = (why: string): never => {
    throw new Problem("corrupt-media", `${name} cannot be read: ${why}.`, "Use a PCM or float WAV file.");
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== "RIFF" || tag(8) !== "WAVE") fail("it is not a RIFF/WAVE file");

  let format = { kind: 0, channels: 0, sampleRate: 0, bits: 0 };
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = tag(at);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (body + size > bytes.length) fail(`its "${id.trim()}" chunk is cut short`);
    if (id === "fmt ") {
      if (size < 16) fail("its format chunk is too small");
      const kind = view.getUint16(body, true);
      format = {
        // The extensible form keeps the real format in the first word of a GUID.
        kind: kind === EXTENSIBLE && size >= 40 ? view.getUint16(body + 24, true) : kind,
        channels: view.getUint16(body + 2, true),
        sampleRate: view.getUint32(body + 4, true),
        bits: view.getUint16(body + 14, true),
      };
    } else if (id === "data") {
      const read = reader(view, format.kind, format.bits);
      if (!read || format.channels === 0 || format.sampleRate === 0) {
        return fail(`format ${format.kind} with ${format.bits} bits and ${format.channels} channels`);
      }
      const width = format.bits / 8;
      const samples = Math.floor(size / (width * format.channels));
      const channels = Array.from({ length: format.channels }, (_, c) => {
        const channel = new Float32Array(samples);
        const step = width * format.channels;
        for (let i = 0, p = body + c * width; i < samples; i++, p += step) channel[i] = read(p);
        return channel;
      });
      return { sampleRate: format.sampleRate, channels };
    }
    at = body + size + (size & 1);
  }
  return fail("it has no sound data");
}

function reader(view: DataView, kind: number, bits: number): ((at: number) => number) | undefined {
  if (kind === IEEE_FLOAT && bits === 32) return (at) => view.getFloat32(at, true);
  if (kind !== PCM) return undefined;
  if (bits === 16) return (at) => view.getInt16(at, true) / 0x8000;
  if (bits === 24) return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x800000;
  if (bits === 32) return (at) => view.getInt32(at, true) / 0x8000_0000;
  return undefined;
}

/** Reads a WAV file. Throws Problem `not-found` or `corrupt-media`. */
export async function readWav(file: string): Promise<WavAudio> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Problem(
      error.code === "ENOENT" ? "not-found" : "corrupt-media",
      `${file} cannot be read (${error.code ?? error.message}).`,
      "Check that the file is there and may be read.",
      { cause: error },
    );
  });
  return decodeWav(bytes, file);
}

/** Writes a WAV file: to a temporary name beside it, synced, renamed. Throws Problem `no-space` or `not-writable`. */
export async function writeWav(file: string, audio: WavAudio, format: WavFormat = "float32"): Promise<void> {
  const bytes = encodeWav(audio, format);
  const temporary = `${file}.${randomUUID()}.part`;
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    const code = (error as NodeJS.ErrnoException).code;
    const full = code === "ENOSPC" || code === "EDQUOT";
    throw new Problem(
      full ? "no-space" : "not-writable",
      `${file} cannot be written (${code ?? String(error)}).`,
      full ? "Free some space on that disk." : "Check that the folder is there and may be written to.",
      { cause: error },
    );
  }
}
