/** Petals, leaves, fireflies, pollen, dust, sand: what the air of each place and season carries. */
import type { Shot } from "#contract/storyboard.ts";
import type { Surface } from "#native/canvas/index.ts";
import type { Element } from "../element.ts";
import { hash } from "../noise.ts";
import { inLook, picture, type Rgb, spot } from "../pictures.ts";
import type { Scenery } from "../scenery.ts";
import { type Drift, type Mote, moteAt } from "./drift.ts";

type Kind = "petals" | "leaves" | "fireflies" | "pollen" | "motes" | "sand" | "plankton" | "sparkle";

/** What floats in a shot, if anything. */
export function kindOf(shot: Shot): Kind | null {
  const dry = shot.weather === "clear" || shot.weather === "cloudy";
  const green = shot.setting === "forest" || shot.setting === "meadow" || shot.setting === "autumn-wood";
  if (shot.setting === "underwater") return "plankton";
  if (shot.setting === "room" || shot.setting === "stage" || shot.setting === "station") return "motes";
  if (shot.setting === "desert" || shot.setting === "planet") return "sand";
  if (shot.setting === "autumn-wood" && shot.weather !== "snow") return "leaves";
  if (green && shot.season === "autumn" && shot.weather !== "snow") return "leaves";
  if (!dry) return null;
  if (green && shot.season === "spring") return "petals";
  if (green && shot.season === "summer") {
    return shot.time === "night" || shot.time === "dusk" ? "fireflies" : "pollen";
  }
  if (shot.setting === "snowfield") return "sparkle";
  if (shot.setting === "mountain-lake" && shot.season === "spring") return "petals";
  return null;
}

interface Swarm {
  readonly count: number;
  readonly depth: readonly [number, number];
  /** Size in pixels of a 480-line frame, far and near. */
  readonly size: readonly [number, number];
  readonly drift: Drift;
  readonly pictures: readonly Surface[];
  readonly additive: boolean;
  /** Whether it turns over as it falls. */
  readonly tumbles: boolean;
  /** Opacity of mote `i` at a time, 0..1. */
  alpha(i: number, time: number, phase: number): number;
}

export function floating(scenery: Scenery): Element[] {
  const kind = kindOf(scenery.shot);
  if (kind === null) return [];
  return [swarmElement(scenery, SWARMS[kind](scenery), 161)];
}

function swarmElement({ space, shot }: Scenery, swarm: Swarm, salt: number): Element {
  const mote: Mote = { x: 0, y: 0, luck: 0, phase: 0 };
  const seed = shot.seed + salt;
  const k = space.height / 480;
  return {
    draw(context, moment) {
      const { time } = moment;
      if (swarm.additive) context.globalCompositeOperation = "lighter";
      for (let i = 0; i < swarm.count; i++) {
        moteAt(space, seed, i, time, swarm.drift, mote);
        const near = i / swarm.count;
        const alpha = swarm.alpha(i, time, mote.phase);
        if (alpha < 0.02) continue;
        const depth = swarm.depth[0] + (swarm.depth[1] - swarm.depth[0]) * near;
        const at = space.project(moment, depth, mote.x, mote.y);
        const size =
          k * (swarm.size[0] + (swarm.size[1] - swarm.size[0]) * near ** 2) * (0.75 + 0.5 * mote.luck);
        context.globalAlpha = Math.min(1, alpha);
        const image = swarm.pictures[i % swarm.pictures.length]!;
        if (swarm.tumbles) {
          const turn = time * (0.8 + 1.6 * mote.luck) + mote.phase;
          const flip = Math.cos(time * (1.9 + 1.7 * mote.luck) + mote.phase * 2);
          const c = Math.cos(turn);
          const s = Math.sin(turn);
          const w = size / image.width;
          context.setTransform(c * w, s * w, -s * w * flip, c * w * flip, at.x, at.y);
          context.drawImage(image.canvas, -image.width / 2, -image.height / 2);
        } else {
          const h = (size * image.height) / image.width;
          context.drawImage(image.canvas, at.x - size / 2, at.y - h / 2, size, h);
        }
      }
    },
  };
}

const SWARMS: Record<Kind, (scenery: Scenery) => Swarm> = {
  petals: (s) => ({
    count: 46,
    depth: [0.3, 1],
    size: [3, 11],
    drift: { vx: 0.12 * s.wind, vy: 0.075, wander: 0.018, pace: 1.4, top: -0.05, bottom: 1.05 },
    pictures: [leaf(s, [1, 0.78, 0.84], 0.7), leaf(s, [1, 0.9, 0.92], 0.6), leaf(s, [0.98, 0.68, 0.78], 0.7)],
    additive: false,
    tumbles: true,
    alpha: () => 0.9,
  }),
  leaves: (s) => ({
    count: 34,
    depth: [0.3, 1],
    size: [4, 15],
    drift: { vx: 0.16 * s.wind, vy: 0.1, wander: 0.022, pace: 1.2, top: -0.06, bottom: 1.06 },
    pictures: [
      leaf(s, [0.86, 0.42, 0.1], 0.5),
      leaf(s, [0.92, 0.66, 0.14], 0.5),
      leaf(s, [0.66, 0.22, 0.08], 0.45),
    ],
    additive: false,
    tumbles: true,
    alpha: () => 0.92,
  }),
  fireflies: (s) => ({
    count: 42,
    depth: [0.3, 0.95],
    size: [9, 28],
    drift: {
      vx: 0.012,
      vy: -0.006,
      wander: 0.035,
      pace: 0.7,
      top: Math.min(0.7, s.space.plate.ground.horizon - 0.06),
      bottom: 0.98,
    },
    pictures: [glowDot(s, [0.82, 1, 0.42])],
    additive: true,
    tumbles: false,
    alpha: (i, time, phase) => {
      const beat = Math.sin(time * (0.9 + 0.5 * hash(i, 3)) + phase);
      return beat < -0.1 ? 0 : Math.min(1, (beat + 0.1) ** 1.5);
    },
  }),
  pollen: (s) => ({
    count: 40,
    depth: [0.3, 1],
    size: [1.6, 4.5],
    drift: { vx: 0.03 * s.wind, vy: -0.006, wander: 0.014, pace: 0.6, top: 0.1, bottom: 1 },
    pictures: [spot(12, inLook([1, 0.97, 0.82], s.shot.look), 0.2)],
    additive: true,
    tumbles: false,
    alpha: (i, time, phase) => 0.35 + 0.3 * Math.sin(time * (0.5 + hash(i, 4)) + phase),
  }),
  motes: (s) => ({
    count: 55,
    depth: [0.2, 1],
    size: [1.3, 4.2],
    drift: { vx: 0.007, vy: 0.005, wander: 0.016, pace: 0.4, top: -0.02, bottom: 1.02 },
    pictures: [spot(12, inLook(warm(s), s.shot.look), 0.15)],
    additive: true,
    tumbles: false,
    alpha: (i, time, phase) => 0.26 + 0.26 * Math.sin(time * (0.4 + 0.6 * hash(i, 5)) + phase),
  }),
  sand: (s) => ({
    count: 60,
    depth: [0.3, 1],
    size: [26, 120],
    drift: {
      vx: 0.5 * s.wind + 0.1 * Math.sign(s.wind),
      vy: 0.01,
      wander: 0.006,
      pace: 2.2,
      top: Math.min(0.8, s.space.plate.ground.horizon + 0.05),
      bottom: 1.04,
    },
    pictures: [wisp(s, s.space.plate.light.haze)],
    additive: false,
    tumbles: false,
    alpha: (i, time, phase) => (0.1 + 0.14 * hash(i, 6)) * (0.6 + 0.4 * Math.sin(time * 1.3 + phase)),
  }),
  plankton: (s) => ({
    count: 70,
    depth: [0.2, 1],
    size: [1.2, 4.4],
    drift: { vx: 0.012 * Math.sign(s.wind), vy: 0.01, wander: 0.012, pace: 0.5, top: -0.02, bottom: 1.02 },
    pictures: [spot(12, inLook([0.8, 0.95, 0.95], s.shot.look), 0.1)],
    additive: true,
    tumbles: false,
    alpha: (i, time, phase) => 0.22 + 0.15 * Math.sin(time * (0.5 + hash(i, 7)) + phase),
  }),
  sparkle: (s) => ({
    count: 36,
    depth: [0.4, 1],
    size: [1.8, 4],
    drift: { vx: 0.05 * s.wind, vy: 0.02, wander: 0.01, pace: 0.8, top: 0.1, bottom: 1.02 },
    pictures: [spot(12, [1, 1, 1], 0.3)],
    additive: true,
    tumbles: false,
    alpha: (i, time, phase) => Math.max(0, Math.sin(time * (1.5 + 2 * hash(i, 8)) + phase)) ** 5,
  }),
};

function warm({ space }: Scenery): Rgb {
  const { colour } = space.plate.light;
  return [0.5 + colour[0] / 2, 0.5 + colour[1] / 2, 0.5 + colour[2] / 2];
}

/** A leaf or petal in the scene's light: pointed at both ends, with a vein. */
function leaf({ shot, space }: Scenery, colour: Rgb, round: number): Surface {
  const { ambient, colour: key, intensity } = space.plate.light;
  const lit = (c: number) => Math.min(1, ambient[c]! * 0.75 + key[c]! * (0.25 + 0.5 * intensity));
  const tint = inLook([colour[0] * lit(0), colour[1] * lit(1), colour[2] * lit(2)], shot.look);
  const size = 24;
  const c = (size - 1) / 2;
  return picture(size, size, (x, y, out) => {
    const u = (x - c) / c;
    const v = (y - c) / c;
    const half = round * (1 - u * u) * (0.8 + 0.2 * u);
    const inside = Math.max(0, Math.min(1, (half - Math.abs(v)) * 6));
    const vein = Math.abs(v) < 0.09 ? 0.82 : 1;
    const shade = vein * (0.9 + 0.16 * v);
    out[0] = tint[0] * shade;
    out[1] = tint[1] * shade;
    out[2] = tint[2] * shade;
    out[3] = inside;
  });
}

/** A bright core in a wide glow. */
function glowDot({ shot }: Scenery, colour: Rgb): Surface {
  const tint = inLook(colour, shot.look);
  const size = 40;
  const c = (size - 1) / 2;
  return picture(size, size, (x, y, out) => {
    const r = Math.hypot(x - c, y - c) / (size / 2);
    const core = Math.max(0, Math.min(1, (0.2 - r) / 0.1));
    for (let i = 0; i < 3; i++) out[i] = tint[i]! + (1 - tint[i]!) * core;
    out[3] = Math.min(1, 0.4 * Math.max(0, 1 - r) ** 2.2 + core);
  });
}

/** Sand that the wind lifts: a long thin veil, soft at both ends. */
function wisp({ shot }: Scenery, colour: Rgb): Surface {
  const tint = inLook(colour, shot.look);
  return picture(64, 8, (x, y, out) => {
    const along = Math.sin((Math.PI * (x + 0.5)) / 64);
    const across = 1 - Math.abs(y - 3.5) / 4;
    [out[0], out[1], out[2]] = tint;
    out[3] = along ** 1.5 * across * across;
  });
}
