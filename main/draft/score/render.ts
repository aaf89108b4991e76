/** A stem: the storyboard's sounds, each synthesised, set to its level, placed in time and in its space. */
import type { Stem } from "#contract/draft.ts";
import type { SoundEvent, Storyboard } from "#contract/storyboard.ts";
import {
  convolve,
  fromDecibels,
  integratedLoudness,
  SAMPLE_RATE,
  type Stereo,
  silence,
} from "#native/audio/index.ts";
import { filter } from "./dsp/filter.ts";
import { scale } from "./dsp/stereo.ts";
import { SOUND_SOURCES } from "./sounds/index.ts";
import { impulseResponse, SPACES, type Space } from "./space.ts";

const FADE_SECONDS = 0.25;
/** Single sounds begin at once; this only takes the click from the first sample. */
const ATTACK_SECONDS = 0.002;

/** Samples of the clip at 48 kHz. */
export function clipSamples(storyboard: Storyboard): number {
  return Math.round((storyboard.frames * SAMPLE_RATE) / storyboard.fps);
}

/**
 * Renders one stem of the clip; silence when the storyboard has no sound for it. `checkpoint` is called
 * between its steps, and may throw to end it.
 */
export function renderStem(storyboard: Storyboard, stem: Stem, checkpoint: () => void = () => {}): Stereo {
  const samples = clipSamples(storyboard);
  const events = storyboard.sounds.filter((event) => event.stem === stem && event.start < samples);
  if (events.length === 0) return silence(samples);
  const dry = silence(samples);
  const sends = new Map<Space, Stereo>();
  for (const event of events) {
    checkpoint();
    const sound = renderEvent(event, samples - event.start);
    mixInto(dry, sound, event.start, 1);
    const space = spaceAt(storyboard, event.start);
    const send = sends.get(space) ?? silence(samples);
    sends.set(space, send);
    mixInto(send, sound, event.start, SOUND_SOURCES[event.sound].send);
  }
  checkpoint();
  for (const [space, send] of sends) {
    checkpoint();
    mixInto(dry, convolve(send, impulseResponse(space)), 0, 1);
  }
  // Reverb must not be cut off where the clip ends.
  return fade(dry, 0, FADE_SECONDS);
}

/** One sound at its level with faded edges, dry; at most `room` samples long. */
export function renderEvent(event: SoundEvent, room = Number.POSITIVE_INFINITY): Stereo {
  const source = SOUND_SOURCES[event.sound];
  const sound = source.synthesise(Math.min(event.samples, room), event.seed);
  for (const side of sound) filter(side, "high", 20);
  const level = integratedLoudness(sound);
  if (level > Number.NEGATIVE_INFINITY) {
    const gain = fromDecibels(source.loudness - level) * event.gain;
    scale(sound, gain);
  }
  return fade(sound, event.stem === "ambience" ? FADE_SECONDS : ATTACK_SECONDS, FADE_SECONDS);
}

/** The space of the shot that is on screen at a sample. */
function spaceAt(storyboard: Storyboard, sample: number): Space {
  const frame = Math.floor((sample * storyboard.fps) / SAMPLE_RATE);
  const shot = storyboard.shots.find((s) => frame >= s.start && frame < s.start + s.frames);
  return SPACES[(shot ?? storyboard.shots[0]!).setting];
}

function mixInto(target: Stereo, sound: Stereo, at: number, gain: number): void {
  for (const side of [0, 1] as const) {
    const to = target[side];
    const from = sound[side];
    for (let i = 0; i < from.length; i++) to[at + i] = to[at + i]! + from[i]! * gain;
  }
}

/** Raised-cosine fades at the edges, in place; each takes at most half of the sound. */
function fade(sound: Stereo, fadeIn: number, fadeOut: number): Stereo {
  const samples = sound[0].length;
  const length = (seconds: number) => Math.min(Math.round(seconds * SAMPLE_RATE), Math.floor(samples / 2));
  const [rise, fall] = [length(fadeIn), length(fadeOut)];
  for (const side of sound) {
    for (let i = 0; i < rise; i++) side[i] = side[i]! * (0.5 - 0.5 * Math.cos((Math.PI * i) / rise));
    for (let i = 0; i < fall; i++) {
      const j = samples - 1 - i;
      side[j] = side[j]! * (0.5 - 0.5 * Math.cos((Math.PI * i) / fall));
    }
  }
  return sound;
}
