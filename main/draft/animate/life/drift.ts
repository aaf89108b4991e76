/** The motion that all small floating things share: they go round a box a little larger than the frame. */
import { hash } from "../noise.ts";
import type { Space } from "../space.ts";

export interface Drift {
  /** Frame units a second. */
  readonly vx: number;
  readonly vy: number;
  /** Amplitude of the wander about the way, frame units, and its pace, radians a second. */
  readonly wander: number;
  readonly pace: number;
  /** Share of the frame's height where they are: from `top` to `bottom`, frame units. */
  readonly top: number;
  readonly bottom: number;
}

export interface Mote {
  /** Frame units. */
  x: number;
  y: number;
  /** Numbers in [0, 1) that belong to this mote. */
  luck: number;
  phase: number;
}

/** How far beyond the frame things live on, frame units. */
const RIM = 0.07;

/** Where mote `i` is at `time` seconds; writes into `out`. It comes back elsewhere each time it leaves. */
export function moteAt(space: Space, seed: number, i: number, time: number, drift: Drift, out: Mote): void {
  const luck = hash(seed, i, 1);
  const phase = hash(seed, i, 2) * 2 * Math.PI;
  const own = 0.7 + 0.6 * luck;
  const width = space.aspect + 2 * RIM;
  const height = drift.bottom - drift.top;
  const rx = hash(seed, i, 3) + (drift.vx * own * time) / width;
  const ry = hash(seed, i, 4) + (drift.vy * own * time) / height;
  // Each round along the axis that it crosses first gives it another place on the other axis. That
  // happens out of sight; round the other axis it just goes on.
  const falls = Math.abs(drift.vy) / height > Math.abs(drift.vx) / width;
  const across = rx + (falls ? hash(seed + i, Math.floor(ry), 5) : 0);
  const along = ry + (falls ? 0 : hash(seed + i, Math.floor(rx), 6));
  const wx = Math.sin(time * drift.pace * own + phase) + 0.5 * Math.sin(time * drift.pace * 2.3 + phase * 3);
  const wy =
    Math.cos(time * drift.pace * 0.8 * own + phase * 2) + 0.5 * Math.sin(time * drift.pace * 1.9 + phase);
  out.x = (across - Math.floor(across)) * width - width / 2 + drift.wander * wx;
  out.y = drift.top + (along - Math.floor(along)) * height + drift.wander * wy;
  out.luck = luck;
  out.phase = phase;
}
