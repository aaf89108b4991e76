/** Lightning: bolts behind the land, and the flash that lights everything, just before the thunder. */

import type { Context } from "#native/canvas/index.ts";
import type { Element } from "../element.ts";
import { hash } from "../noise.ts";
import { css, inLook, type Rgb } from "../paint.ts";
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
        context.fillStyle = css(colour, 0.3 * light);
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
        context.fillStyle = css(colour, 0.75 * light);
        context.fillRect(0, 0, space.width, space.height);
        context.globalCompositeOperation = "lighter";
        context.fillStyle = css(colour, 0.1 * light);
        context.fillRect(0, 0, space.width, space.height);
      }
    },
  };
  return { bolts: [bolts], flash: [flash] };
}

/** A jagged path from the clouds to the horizon with a few branches, in three widths of light. */
function drawBolt(
  context: Context,
  { space }: Scenery,
  moment: Moment,
  seed: number,
  light: number,
  colour: Rgb,
): void {
  const x0 = (hash(seed, 6) - 0.5) * space.aspect * 0.8;
  const foot = space.plate.ground.horizon + 0.03;
  const path: [number, number][] = [];
  const branches: [number, number][][] = [];
  const steps = 26;
  let x = x0;
  for (let i = 0; i <= steps; i++) {
    const y = -0.06 + ((foot + 0.06) * i) / steps;
    x += (hash(seed, i, 7) - 0.5) * 0.055;
    path.push([x, y]);
    if (i > 4 && i < steps - 4 && hash(seed, i, 8) < 0.2) {
      const branch: [number, number][] = [[x, y]];
      const lean = hash(seed, i, 9) < 0.5 ? -1 : 1;
      let bx = x;
      for (let j = 1; j < 4 + hash(seed, i, 10) * 5; j++) {
        bx += lean * 0.012 + (hash(seed, i * 64 + j, 11) - 0.5) * 0.035;
        branch.push([bx, y + j * 0.019]);
      }
      branches.push(branch);
    }
  }
  const k = space.height / 480;
  context.globalCompositeOperation = "lighter";
  context.lineJoin = "round";
  for (const [width, alpha] of [
    [11, 0.07],
    [4.5, 0.22],
    [1.5, 1],
  ] as const) {
    for (const [i, line] of [path, ...branches].entries()) {
      context.lineWidth = (i === 0 ? width : width * 0.55) * k;
      context.strokeStyle = css(width < 2 ? [1, 1, 1] : colour, alpha * light * (i === 0 ? 1 : 0.7));
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
