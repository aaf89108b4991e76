/**
 * A layer that moves by itself: pictures that were made one by one. They are read from disk as they are
 * needed, two at most in memory, so that a long shot takes no more of it than a short one.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PlateLayer } from "#contract/plate.ts";
import { Problem } from "#contract/problem.ts";
import { decodePicture, type Surface } from "#native/canvas/index.ts";
import type { Element } from "./element.ts";
import type { LoadedLayer } from "./plate.ts";
import type { Scenery } from "./scenery.ts";
import { COMPOSITE, drawCell } from "./still.ts";

type Frames = NonNullable<PlateLayer["frames"]>;

/** Frames that stay decoded. */
const KEPT = 2;

export function moving(layer: LoadedLayer, frames: Frames, { space, loaded }: Scenery): Element {
  const { box } = layer;
  const decoded = new Map<number, Surface>();
  const numberAt = (time: number) =>
    Math.min(frames.files.length - 1, Math.max(0, Math.floor(time * frames.fps + 1e-6)));
  return {
    async prepare(moment) {
      const number = numberAt(moment.time);
      if (decoded.has(number)) return;
      const picture = await openFrame(join(loaded.folder, frames.files[number]!), box);
      decoded.set(number, picture);
      if (decoded.size > KEPT) decoded.delete(decoded.keys().next().value!);
    },
    draw(context, moment) {
      const image = decoded.get(numberAt(moment.time))!;
      context.globalCompositeOperation = COMPOSITE[layer.blend];
      drawCell(context, { image, x: box.x, y: box.y, group: 0, luck: 0 }, space.place(moment, layer.depth));
    },
  };
}

async function openFrame(path: string, { width, height }: PlateLayer["box"]): Promise<Surface> {
  const hint = "Draft again: the shot will be painted anew.";
  const broken = (what: string, cause?: unknown) =>
    new Problem("corrupt-media", `The plate's file ${path} ${what}.`, hint, { cause });
  const bytes = await readFile(path).catch((cause) => {
    throw broken("cannot be read", cause);
  });
  const picture = await decodePicture(bytes).catch((cause) => {
    throw broken("is damaged", cause);
  });
  if (picture.width !== width || picture.height !== height) {
    throw broken(`is ${picture.width}x${picture.height} where ${width}x${height} belong`);
  }
  return picture;
}
