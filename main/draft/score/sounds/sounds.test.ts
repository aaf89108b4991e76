import { describe, expect, it } from "vitest";
import { SOUNDS, type Sound } from "#contract/scenery.ts";
import { SAMPLE_RATE, type Stereo, samplePeak } from "#native/audio/index.ts";
import { bandShare, envelope, modulation, quantile, spectrum } from "../analysis.fixture.ts";
import { renderEvent } from "../render.ts";
import { SOUND_SOURCES } from "./index.ts";

function hear(sound: Sound, seconds: number, seed = 3): Stereo {
  return renderEvent({
    sound,
    stem: "ambience",
    start: 0,
    samples: Math.round(seconds * SAMPLE_RATE),
    gain: 1,
    seed,
  });
}

const mean = (list: Float32Array) => list.reduce((a, b) => a + b, 0) / list.length;

describe.each(SOUNDS)("%s", (sound) => {
  const heard = hear(sound, 3);

  it("is finite, heard on both sides, without DC, and fades at its edges", () => {
    for (const side of heard) {
      expect(side.length).toBe(3 * SAMPLE_RATE);
      expect(side.every(Number.isFinite)).toBe(true);
      expect(Math.abs(mean(side))).toBeLessThan(2e-4);
      expect(Math.abs(side[0]!) + Math.abs(side.at(-1)!)).toBeLessThan(1e-4);
    }
    for (const level of envelope(heard, 1.5)) expect(level).toBeGreaterThan(1e-4);
    expect(samplePeak([heard[0]])).toBeGreaterThan(0.003);
    expect(samplePeak([heard[1]])).toBeGreaterThan(0.003);
  });

  it("is its seed's alone", () => {
    expect(hear(sound, 0.5)).toEqual(hear(sound, 0.5));
    expect(hear(sound, 0.5, 4)).not.toEqual(hear(sound, 0.5));
  });

  it("can be as short as a blink", () => {
    for (const samples of [1, 100, 4800]) {
      const short = SOUND_SOURCES[sound].synthesise(samples, 8);
      for (const side of short) {
        expect(side.length).toBe(samples);
        expect(side.every(Number.isFinite)).toBe(true);
      }
    }
    expect(samplePeak(hear(sound, 1))).toBeGreaterThan(0.002);
  });

  it("does not repeat itself", () => {
    const left = heard[0];
    for (const lag of [0.25, 0.5, 1, 1.5].map((s) => s * SAMPLE_RATE)) {
      let [same, energy] = [0, 0];
      for (let i = 0; i + lag < left.length; i++) {
        same += left[i]! * left[i + lag]!;
        energy += left[i]! ** 2;
      }
      // Mains hum is periodic by nature, and its share small.
      expect(Math.abs(same / energy)).toBeLessThan(sound === "bells" ? 0.9 : 0.35);
    }
  });
});

/** Decibels between the loud and the quiet moments of 50 ms. */
function dynamics(sound: Stereo): number {
  const levels = envelope(sound, 0.05).slice(6, -6);
  return 20 * Math.log10(quantile(levels, 0.95) / quantile(levels, 0.05));
}

describe("as an ear would tell them apart", () => {
  it("waves come every 5 to 20 seconds, by far louder when they break, and brighter", () => {
    const surf = hear("waves", 16);
    const levels = envelope(surf, 0.1);
    const slow = [0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2].map((hz) => modulation(levels, 10, hz));
    const fast = [0.9, 1.3, 1.7, 2.2].map((hz) => modulation(levels, 10, hz));
    expect(Math.max(...slow)).toBeGreaterThan(0.4);
    expect(Math.max(...slow)).toBeGreaterThan(3 * Math.max(...fast));
    expect(dynamics(surf)).toBeGreaterThan(9);
    expect(bandShare(surf, 1000, 9000)).toBeGreaterThan(0.08);
  });

  it("wind is all below 3 kHz and gusts", () => {
    const air = hear("wind", 9);
    expect(bandShare(air, 30, 3000)).toBeGreaterThan(0.95);
    expect(dynamics(air)).toBeGreaterThan(5);
  });

  it("rain is steady and bright", () => {
    const drops = hear("rain", 4);
    expect(bandShare(drops, 1000, 12_000)).toBeGreaterThan(0.7);
    expect(dynamics(drops)).toBeLessThan(9);
  });

  it("thunder rumbles below 200 Hz and dies away after a crack", () => {
    const storm = hear("thunder", 6);
    expect(bandShare(storm, 20, 200)).toBeGreaterThan(0.5);
    const levels = envelope(storm, 1);
    expect(Math.max(...levels.slice(0, 3))).toBeGreaterThan(5 * levels[5]!);
  });

  it("traffic roars low, and cars pass", () => {
    const road = hear("traffic", 8);
    expect(bandShare(road, 30, 1500)).toBeGreaterThan(0.75);
    expect(dynamics(road)).toBeGreaterThan(3);
  });

  it("birds sing from 1.5 to 9 kHz, with pauses", () => {
    const song = hear("birds", 6);
    expect(bandShare(song, 1500, 9000)).toBeGreaterThan(0.9);
    expect(dynamics(song)).toBeGreaterThan(12);
  });

  it("gulls cry in the middle, rich in overtones", () => {
    const cries = hear("gulls", 6);
    expect(bandShare(cries, 600, 6000)).toBeGreaterThan(0.9);
    expect(bandShare(cries, 1500, 6000)).toBeGreaterThan(0.25);
    expect(dynamics(cries)).toBeGreaterThan(12);
  });

  it("crickets chirp between 3.5 and 6 kHz, in pulses some 30 times a second", () => {
    const night = hear("crickets", 4);
    expect(bandShare(night, 3500, 6000)).toBeGreaterThan(0.9);
    const levels = envelope(night, 0.004);
    const pulses = [26, 28, 30, 32].map((hz) => modulation(levels, 250, hz));
    expect(Math.max(...pulses)).toBeGreaterThan(0.1);
    expect(dynamics(night)).toBeGreaterThan(6);
  });

  it("fire crackles far above its roar", () => {
    const hearth = hear("fire", 6);
    const mono = envelope(hearth, 0.002);
    expect(Math.max(...mono) / quantile(mono, 0.5)).toBeGreaterThan(6);
    expect(bandShare(hearth, 30, 800)).toBeGreaterThan(0.4);
  });

  it("a crowd murmurs in the range of speech, at the pace of syllables", () => {
    const people = hear("crowd", 6);
    expect(bandShare(people, 150, 4000)).toBeGreaterThan(0.9);
    const levels = envelope(people, 0.02);
    const syllables = [2, 3, 4, 5, 6].map((hz) => modulation(levels, 50, hz));
    const faster = [13, 15, 17, 19, 21].map((hz) => modulation(levels, 50, hz));
    expect(Math.max(...syllables)).toBeGreaterThan(1.5 * Math.max(...faster));
  });

  it("bells ring in few pure partials that last", () => {
    const tower = hear("bells", 6);
    expect(bandShare(tower, 100, 2500)).toBeGreaterThan(0.95);
    // Nearly all of the power in one bin of fifty; a stream, which is no bell, spreads over many more.
    const purity = (sound: Stereo) => {
      const power = spectrum(sound).toSorted((a, b) => b - a);
      return power.subarray(0, 40).reduce((a, b) => a + b, 0) / power.reduce((a, b) => a + b, 0);
    };
    expect(purity(tower)).toBeGreaterThan(0.9);
    expect(purity(hear("stream", 2))).toBeLessThan(0.8);
    expect(Math.min(...envelope(tower, 0.5).slice(1, -1))).toBeGreaterThan(0.01);
  });

  it("a stream bubbles from 300 Hz to 5 kHz without a pause", () => {
    const brook = hear("stream", 5);
    expect(bandShare(brook, 300, 5000)).toBeGreaterThan(0.85);
    expect(dynamics(brook)).toBeLessThan(12);
  });

  it("a train rumbles, with the blows of its wheels", () => {
    const wheels = hear("train", 6);
    expect(bandShare(wheels, 30, 400)).toBeGreaterThan(0.6);
    const blows = envelope(wheels, 0.02);
    expect(quantile(blows, 0.98) / quantile(blows, 0.3)).toBeGreaterThan(2.5);
  });

  it("underwater everything is muffled", () => {
    expect(bandShare(hear("underwater", 5), 20, 1500)).toBeGreaterThan(0.97);
  });

  it("a room hums quietly and steadily, with the mains in it", () => {
    const room = hear("hum", 5);
    expect(dynamics(room)).toBeLessThan(6);
    expect(bandShare(room, 20, 1000)).toBeGreaterThan(0.9);
    const mains = bandShare(room, 94, 106) / 12;
    expect(mains).toBeGreaterThan(1.5 * (bandShare(room, 112, 136) / 24));
  });

  it("leaves rustle above 2 kHz, in bursts", () => {
    const tree = hear("leaves", 6);
    expect(bandShare(tree, 2000, 14_000)).toBeGreaterThan(0.8);
    expect(dynamics(tree)).toBeGreaterThan(8);
  });
});
