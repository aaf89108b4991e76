/** Noise colours, each of about unit power. */
import { SAMPLE_RATE } from "#native/audio/index.ts";

type Signal = Float32Array<ArrayBuffer>;

/** Uniform white noise. */
export function white(samples: number, random: () => number): Signal {
  const out = new Float32Array(samples);
  const amplitude = 2 * Math.sqrt(3);
  for (let i = 0; i < samples; i++) out[i] = (random() - 0.5) * amplitude;
  return out;
}

/** Pink noise (-3 dB an octave): Paul Kellet's "economy" filter of white noise, good to 0.5 dB above 10 Hz. */
export function pink(samples: number, random: () => number): Signal {
  const out = white(samples, random);
  let [b0, b1, b2] = [0, 0, 0];
  for (let i = 0; i < samples; i++) {
    const x = out[i]!;
    b0 = 0.99765 * b0 + x * 0.099046;
    b1 = 0.963 * b1 + x * 0.2965164;
    b2 = 0.57 * b2 + x * 1.0526913;
    out[i] = (b0 + b1 + b2 + x * 0.1848) * 0.55;
  }
  return out;
}

/** Brown noise (-6 dB an octave) above `corner` Hz, flat below it. */
export function brown(samples: number, random: () => number, corner = 20): Signal {
  const out = white(samples, random);
  const pole = Math.exp((-2 * Math.PI * corner) / SAMPLE_RATE);
  const input = Math.sqrt(1 - pole * pole);
  let y = 0;
  for (let i = 0; i < samples; i++) {
    y = pole * y + input * out[i]!;
    out[i] = y;
  }
  return out;
}
