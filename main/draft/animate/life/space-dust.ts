/** Dust that floats past in space, and shooting stars in clear nights. */
import type { Element } from "../element.ts";
import { hash } from "../noise.ts";
import { css, inLook, spot } from "../pictures.ts";
import { isOpenAir, type Scenery } from "../scenery.ts";
import { type Mote, moteAt } from "./drift.ts";

/** Grains between the stars and the lens, the near ones quick and soft. */
export function spaceDust({ space, shot, wind }: Scenery): Element[] {
  const seed = shot.seed + 201;
  const grain = spot(12, inLook([0.85, 0.9, 1], shot.look), 0.2);
  const mote: Mote = { x: 0, y: 0, luck: 0, phase: 0 };
  const k = space.height / 480;
  const direction = Math.sign(wind) || 1;
  return [
    {
      draw(context, moment) {
        context.globalCompositeOperation = "lighter";
        for (let i = 0; i < 90; i++) {
          const near = i / 90;
          const vx = direction * (0.004 + 0.03 * near * near);
          moteAt(
            space,
            seed,
            i,
            moment.time,
            { vx, vy: vx * 0.3, wander: 0.002, pace: 0.3, top: -0.05, bottom: 1.05 },
            mote,
          );
          const at = space.project(moment, 0.2 + 0.8 * near, mote.x, mote.y);
          const size = k * (1.2 + 3.2 * near * near) * (0.7 + 0.6 * mote.luck);
          context.globalAlpha = (0.55 - 0.35 * near) * (0.75 + 0.25 * Math.sin(moment.time + mote.phase));
          context.drawImage(grain.canvas, at.x - size / 2, at.y - size / 2, size, size);
        }
      },
    },
  ];
}

/** One or two streaks across a clear night sky. */
export function shootingStars({ space, shot }: Scenery): Element[] {
  const sky =
    shot.setting === "space" || shot.setting === "planet" || (isOpenAir(shot) && shot.weather === "clear");
  if (!sky || (shot.time !== "night" && shot.setting !== "space")) return [];
  const seed = shot.seed + 211;
  const seconds = space.camera.seconds;
  const colour = inLook([0.9, 0.95, 1], shot.look);
  const falls = Array.from({ length: 1 + Math.floor(hash(seed, 0) * 2) }, (_, i) => ({
    start: seconds * (0.15 + 0.35 * i + 0.3 * hash(seed, i, 1)),
    x: (hash(seed, i, 2) - 0.5) * space.aspect * 0.8,
    y: 0.05 + 0.2 * hash(seed, i, 3),
    lean: hash(seed, i, 4) < 0.5 ? -1 : 1,
    slope: 0.25 + 0.4 * hash(seed, i, 5),
  }));
  return [
    {
      draw(context, moment) {
        for (const fall of falls) {
          const life = (moment.time - fall.start) / 0.7;
          if (life <= 0 || life >= 1) continue;
          const head = 0.34 * life;
          const tail = Math.max(0, head - 0.13 * Math.sin(life * Math.PI));
          const from = space.project(moment, 0, fall.x + fall.lean * tail, fall.y + fall.slope * tail);
          const to = space.project(moment, 0, fall.x + fall.lean * head, fall.y + fall.slope * head);
          const light = Math.sin(life * Math.PI);
          const gradient = context.createLinearGradient(from.x, from.y, to.x, to.y);
          gradient.addColorStop(0, css(colour, 0));
          gradient.addColorStop(1, css(colour, 0.9 * light));
          context.globalCompositeOperation = "lighter";
          context.strokeStyle = gradient;
          context.lineWidth = 1.5 * (space.height / 480);
          context.lineCap = "round";
          context.beginPath();
          context.moveTo(from.x, from.y);
          context.lineTo(to.x, to.y);
          context.stroke();
        }
      },
    },
  ];
}
