/** A few distant birds that cross the sky, where the storyboard has birds or gulls to be heard. */
import type { Context } from "#native/canvas/index.ts";
import type { Element } from "../element.ts";
import { hash } from "../noise.ts";
import { blendColours, css, inLook, luma, type Rgb } from "../pictures.ts";
import { isOpenAir, type Scenery } from "../scenery.ts";

export function birds(scenery: Scenery): Element[] {
  const { shot, space } = scenery;
  const calls = scenery.sounds.some(
    (event) =>
      (event.sound === "birds" || event.sound === "gulls") &&
      event.start / 48_000 < (shot.start + shot.frames) / space.fps &&
      (event.start + event.samples) / 48_000 > shot.start / space.fps,
  );
  if (!calls || shot.time === "night" || !isOpenAir(shot)) return [];
  if (shot.weather === "storm" || shot.weather === "snow") return [];
  const gulls = scenery.sounds.some((event) => event.sound === "gulls");
  const { light, ground } = space.plate;
  const dark: Rgb = [light.ambient[0] * 0.35, light.ambient[1] * 0.35, light.ambient[2] * 0.4];
  // Distance lets the haze through.
  const colour = inLook(blendColours(dark, light.haze, luma(light.haze) > 0.5 ? 0.3 : 0.12), shot.look);
  const seed = shot.seed + 171;
  const count = 5 + Math.floor(hash(seed, 0) * 4);
  const heading = hash(seed, 1) < 0.5 ? -1 : 1;
  const seconds = space.camera.seconds;
  const sky = Math.max(0.18, Math.min(0.55, ground.horizon));
  const middle = (hash(seed, 2) - 0.5) * 0.4;
  return [
    {
      draw(context, moment) {
        const { time } = moment;
        context.lineCap = "round";
        context.lineJoin = "round";
        for (let i = 0; i < count; i++) {
          const speed = 0.035 + 0.012 * hash(seed, i, 3);
          // The flock is near the middle of the frame at half time.
          const x = middle + heading * ((time - seconds / 2) * speed - i * 0.045 - 0.06 * hash(seed, i, 4));
          const glide = 0.012 * Math.sin(time * 0.7 + i);
          const y = sky * (0.34 + 0.3 * hash(seed, i, 5)) + (i % 3) * 0.018 + glide - time * 0.002;
          const at = space.project(moment, 0.12, x, y);
          const size =
            Math.min(space.height, space.width) * (0.01 + 0.009 * hash(seed, i, 6)) * (gulls ? 1.1 : 0.85);
          // Bouts of beating wings between glides.
          const beat = Math.sin(time * (gulls ? 5.2 : 9) + i * 1.7);
          const bout = Math.max(0.12, Math.sin(time * 0.8 + hash(seed, i, 7) * 6.28) * 0.5 + 0.5);
          drawBird(context, at.x, at.y, size, 0.25 + 0.55 * beat * bout, heading, css(colour, 0.85));
        }
      },
    },
  ];
}

/** Two wings of one stroke each; `lift` is how far the tips are above the body, in wing lengths. */
function drawBird(
  context: Context,
  x: number,
  y: number,
  size: number,
  lift: number,
  heading: number,
  style: string,
): void {
  const tip = -lift * size * 0.7;
  const elbow = -size * (0.3 + 0.18 * lift);
  const sweep = -heading * size * 0.16;
  context.strokeStyle = style;
  context.lineWidth = Math.max(0.9, size * 0.13);
  context.beginPath();
  context.moveTo(x - size + sweep, y + tip);
  context.quadraticCurveTo(x - size * 0.45, y + elbow, x, y);
  context.quadraticCurveTo(x + size * 0.45, y + elbow, x + size + sweep, y + tip);
  context.stroke();
  context.lineWidth = Math.max(1, size * 0.16);
  context.beginPath();
  context.moveTo(x - heading * size * 0.16, y);
  context.lineTo(x + heading * size * 0.22, y - size * 0.02);
  context.stroke();
}
