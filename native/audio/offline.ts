/** Offline rendering of Web Audio graphs. */
import type { OfflineAudioContext } from "node-web-audio-api";
import { SAMPLE_RATE, type Stereo, silence } from "./sound.ts";

/**
 * Renders a stereo graph at 48 kHz as fast as the machine can: `build` connects its nodes to
 * `context.destination` and starts its sources. The same graph gives the same samples, bit for bit.
 */
export async function renderOffline(
  samples: number,
  build: (context: OfflineAudioContext) => void,
): Promise<Stereo> {
  // Loaded when first needed: it is large, and most users of this folder only read and measure.
  const { OfflineAudioContext } = await import("node-web-audio-api");
  const context = new OfflineAudioContext(2, samples, SAMPLE_RATE);
  build(context);
  const rendered = await context.startRendering();
  // Copied: the views that getChannelData gives point to memory that node-web-audio-api 2.2 frees with
  // the buffer, also while they are still in use.
  const out = silence(samples);
  rendered.copyFromChannel(out[0], 0);
  rendered.copyFromChannel(out[1], 1);
  return out;
}

/** A source node that plays `sound` from sample `start` of the context. */
export function playBuffer(context: OfflineAudioContext, sound: Stereo, start = 0): AudioBufferSourceNode {
  const source = context.createBufferSource();
  source.buffer = bufferOf(context, sound);
  source.start(start / SAMPLE_RATE);
  return source;
}

/** Convolution with `impulse`, whose own level is kept. */
export function convolver(context: OfflineAudioContext, impulse: Stereo): ConvolverNode {
  const node = context.createConvolver();
  // Must be set before the buffer, which is scaled when it is assigned.
  node.normalize = false;
  node.buffer = bufferOf(context, impulse);
  return node;
}

function bufferOf(context: OfflineAudioContext, sound: Stereo): AudioBuffer {
  const buffer = context.createBuffer(2, sound[0].length, SAMPLE_RATE);
  buffer.copyToChannel(sound[0], 0);
  buffer.copyToChannel(sound[1], 1);
  return buffer;
}
