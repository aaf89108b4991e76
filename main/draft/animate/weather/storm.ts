/** Lightning: bolts behind the land, and the flash that lights everything, just before the thunder. */

import type { Context } from "#native/canvas/index.ts";
import type { Element } from "../element.ts";
import { hash } from "../noise.ts";
import { css, inLook, type Rgb } from "../pictures.ts";
import type { Scenery } from "../scenery.ts";
import type { Moment } from "../space.ts";

const SAMPLE_RATE = 48_000;

/** When lightning strikes, seconds since the start of the shot. */
export function strikeTimes(scenery: Scenery): number[] {
  const { shot, space } = scenery;
  const start = shot.start / space.fps;
  const seconds = space.camera.seconds;
  const heard = scenery.sounds
    .filter((event) => event.sound === "thunder")
    .map((event) => event.start / SAMPLE_RATE - start)
    // Sound takes three seconds a kilometre; this storm is near.
    .map((time, i) => time - 0.25 - 0.5 * hash(shot.seed, i, 151))
    .filter((time) => time > -0.2 && time < seconds);
  if (heard.length > 0 || shot.weather !== "storm") return heard;
  const times: number[] = [];
  for (let time = 0.6 + hash(shot.seed, 0, 152) * 1.5, i = 1; time < seconds; i++) {
    times.push(time);
    time += 2.4 + 2.6 * hash(shot.seed, i, 152);
  }
  return times;
}

/** Light of one strike `age` seconds after it began: a stroke, darkness, a stronger stroke, an afterglow. */
function stroke(age: number, seed: number): number {
  if (age < 0 || age > 0.85) return 0;
  const second = 0.13 + 0.1 * hash(seed, 1, 153);
  const first = age < 0.05 ? 0.75 : 0.75 * Math.exp(-(age - 0.05) / 0.035);
  const again = age < second ? 0 : Math.exp(-(age - second) / 0.14);
  return Math.min(1, first + again);
}

export function lightning(scenery: Scenery): { bolts: Element[]; flash: Element[] } {
  const { space, shot } = scenery;
  const strikes = strikeTimes(scenery).map((time, i) => ({ time, seed: shot.seed + 1000 + i * 17 }));
  if (strikes.length === 0) return { bolts: [], flash: [] };
  const colour = inLook([0.78, 0.84, 1], shot.look);
  const lit = (moment: Moment) =>
    strikes
      .map(({ time, seed }) => ({ seed, light: stroke(moment.time - time, seed) }))
      .filter((s) => s.light > 0.01);
  const bolts: Element = {
    draw(context, moment) {
      for (const { seed, light } of lit(moment)) {
        context.globalCompositeOperation = "lighter";
        // The sky about the strike lights up, more than the land.
        context.fillStyle = css(colour, 0.24 * light);
        context.fillRect(0, 0, space.width, space.height);
        // Some strikes stay in the clouds.
        if (light > 0.25 && hash(seed, 5) < 0.8) drawBolt(context, scenery, moment, seed, light, colour);
      }
    },
  };
  const flash: Element = {
    draw(context, moment) {
      for (const { light } of lit(moment)) {
        context.globalCompositeOperation = "soft-light";
        context.fillStyle = css(colour, 0.7 * light);
        context.fillRect(0, 0, space.width, space.height);
        context.globalCompositeOperation = "lighter";
        context.fillStyle = css(colour, 0.1 * light);
        context.fillRect(0, 0, space.width, space.height);
      }
    },
  };
  return { bolts: [bolts], flash: [flash] };
}

type Line = [number, number][];

/** A jagged path with a few branches, in three widths of light. */
function drawBolt(
  context: Context,
  { space }: Scenery,
  moment: Moment,
  seed: number,
  light: number,
  colour: Rgb,
): void {
  const foot = space.plate.ground.horizon + 0.03;
  const x = (hash(seed, 6) - 0.5) * space.aspect * 0.8;
  const trunk = jagged([x, -0.08], [x + (hash(seed, 7) - 0.5) * 0.3, foot], 6, 0.12, seed);
  const branches = [0, 1, 2, 3].map((i): Line => {
    const from = trunk[Math.floor((0.2 + 0.55 * hash(seed, i, 8)) * trunk.length)]!;
    const lean = hash(seed, i, 9) < 0.5 ? -1 : 1;
    const reach = 0.08 + 0.14 * hash(seed, i, 10);
    return jagged(from, [from[0] + lean * reach * 0.7, from[1] + reach], 4, 0.14, seed + i + 1);
  });
  const k = space.height / 480;
  context.globalCompositeOperation = "lighter";
  context.lineJoin = "round";
  for (const [width, alpha] of [
    [12, 0.05],
    [4, 0.2],
    [1.3, 1],
  ] as const) {
    for (const [i, line] of [trunk, ...branches].entries()) {
      context.lineWidth = (i === 0 ? width : width * 0.5) * k;
      context.strokeStyle = css(width < 2 ? [1, 1, 1] : colour, alpha * light * (i === 0 ? 1 : 0.55));
      context.beginPath();
      for (const [j, [px, py]] of line.entries()) {
        const at = space.project(moment, 0, px, py);
        if (j === 0) context.moveTo(at.x, at.y);
        else context.lineTo(at.x, at.y);
      }
      context.stroke();
    }
  }
}

/** Midpoint displacement: each piece breaks in the middle, sideways by up to `rough` of its length. */
function jagged(
  from: [number, number],
  to: [number, number],
  depth: number,
  rough: number,
  seed: number,
): Line {
  let line: Line = [from, to];
  for (let level = 0; level < depth; level++) {
    const finer: Line = [line[0]!];
    for (let i = 1; i < line.length; i++) {
      const [ax, ay] = line[i - 1]!;
      const [bx, by] = line[i]!;
      const aside = (hash(seed, level, i) - 0.5) * 2 * rough;
      finer.push([(ax + bx) / 2 - (by - ay) * aside, (ay + by) / 2 + (bx - ax) * aside], [bx, by]);
    }
    line = finer;
  }
  return line;
}
