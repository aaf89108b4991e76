/**
 * Programme loudness and true peak of 48 kHz sound.
 * Source: ITU-R BS.1770-5, annexes 1 (K weighting, gating) and 2 (true peak by oversampling).
 */
import { SAMPLE_RATE, toDecibels } from "./sound.ts";

/** K weighting at 48 kHz: the head's high shelf, then the low cut. BS.1770-5, tables 1 and 2. */
const SHELF = {
  b: [1.53512485958697, -2.69169618940638, 1.19839281085285],
  a: [-1.69065929318241, 0.73248077421585],
} as const;
const LOW_CUT = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] } as const;

const STEP = SAMPLE_RATE / 10;
const STEPS_IN_BLOCK = 4;
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

const toLufs = (power: number): number => -0.691 + 10 * Math.log10(power);

/** Sums of squares of the K-weighted channel over consecutive 100 ms steps; the last may be short. */
function weightedSteps(channel: Float32Array): Float64Array {
  const sums = new Float64Array(Math.ceil(channel.length / STEP));
  const [b0, b1, b2] = SHELF.b;
  const [a1, a2] = SHELF.a;
  const [d1, d2] = LOW_CUT.a;
  let [s1, s2, t1, t2] = [0, 0, 0, 0];
  for (let step = 0, i = 0; step < sums.length; step++) {
    let sum = 0;
    for (const end = Math.min(i + STEP, channel.length); i < end; i++) {
      // Two biquads in transposed direct form II.
      const x = channel[i]!;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + t1;
      t1 = -2 * y - d1 * z + t2;
      t2 = y - d2 * z;
      sum += z * z;
    }
    sums[step] = sum;
  }
  return sums;
}

/**
 * Integrated loudness in LUFS of 48 kHz sound, mono or stereo (every channel weighs 1).
 * -Infinity for silence. Sound shorter than one 400 ms block is measured as one block of its own length.
 */
export function integratedLoudness(channels: readonly Float32Array[]): number {
  const samples = channels[0]?.length ?? 0;
  if (samples === 0) return Number.NEGATIVE_INFINITY;
  const sums = channels.map(weightedSteps);
  const power = (from: number, to: number, length: number): number => {
    let sum = 0;
    for (const channel of sums) for (let i = from; i < to; i++) sum += channel[i]!;
    return sum / length;
  };
  const whole = Math.floor(samples / STEP);
  const blocks: number[] = [];
  for (let i = 0; i + STEPS_IN_BLOCK <= whole; i++) {
    blocks.push(power(i, i + STEPS_IN_BLOCK, STEPS_IN_BLOCK * STEP));
  }
  if (blocks.length === 0) blocks.push(power(0, sums[0]!.length, samples));

  const mean = (list: number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const audible = blocks.filter((block) => toLufs(block) > ABSOLUTE_GATE);
  if (audible.length === 0) return Number.NEGATIVE_INFINITY;
  const threshold = toLufs(mean(audible)) + RELATIVE_GATE;
  return toLufs(mean(audible.filter((block) => toLufs(block) > threshold)));
}

const OVERSAMPLING = 4;
const HALF_TAPS = 12;

/** Windowed-sinc interpolators for the three points between two samples, Hann window over 24 taps. */
const PHASES = Array.from({ length: OVERSAMPLING - 1 }, (_, phase) => {
  const offset = (phase + 1) / OVERSAMPLING;
  const taps = Float64Array.from({ length: 2 * HALF_TAPS }, (_, k) => {
    const t = k - (HALF_TAPS - 1) - offset;
    return (Math.sin(Math.PI * t) / (Math.PI * t)) * Math.cos((Math.PI * t) / (2 * HALF_TAPS)) ** 2;
  });
  const sum = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => tap / sum);
});
/** No interpolated value exceeds the largest sample under its taps by more than this. */
const OVERSHOOT_BOUND = Math.max(...PHASES.map((taps) => taps.reduce((a, b) => a + Math.abs(b), 0)));
const SPAN = 16;

/**
 * For every sample, the largest magnitude over the channels of the 4x oversampled signal from that
 * sample up to the next. Where the true peak cannot reach `floor` the plain sample peak stands, which is quick.
 */
export function peakEnvelope(channels: readonly Float32Array[], floor = 0): Float32Array<ArrayBuffer> {
  const samples = channels[0]?.length ?? 0;
  const envelope = new Float32Array(samples);
  const padded = new Float64Array(samples + 2 * HALF_TAPS);
  const [first, second, third] = PHASES as [Float64Array, Float64Array, Float64Array];
  for (const channel of channels) {
    padded.set(channel, HALF_TAPS - 1);
    for (let from = 0; from < samples; from += SPAN) {
      const to = Math.min(from + SPAN, samples);
      let near = 0;
      for (let i = from; i < to + 2 * HALF_TAPS - 1; i++) near = Math.max(near, Math.abs(padded[i]!));
      const exact = near * OVERSHOOT_BOUND >= floor;
      for (let i = from; i < to; i++) {
        let peak = Math.max(envelope[i]!, Math.abs(channel[i]!));
        if (exact) {
          let [a, b, c] = [0, 0, 0];
          for (let k = 0; k < 2 * HALF_TAPS; k++) {
            const x = padded[i + k]!;
            a += first[k]! * x;
            b += second[k]! * x;
            c += third[k]! * x;
          }
          peak = Math.max(peak, Math.abs(a), Math.abs(b), Math.abs(c));
        }
        envelope[i] = peak;
      }
    }
  }
  return envelope;
}

/** Largest sample magnitude over the channels. */
export function samplePeak(channels: readonly Float32Array[]): number {
  let peak = 0;
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) peak = Math.max(peak, Math.abs(channel[i]!));
  }
  return peak;
}

/** True peak in dBTP of sound at any rate; -Infinity for silence. */
export function truePeak(channels: readonly Float32Array[]): number {
  const floor = samplePeak(channels);
  return toDecibels(samplePeak([peakEnvelope(channels, floor)]));
}
