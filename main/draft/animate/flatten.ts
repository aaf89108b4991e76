/** A plate as one picture, at rest: what a shot will look like, long before its frames are drawn. */
import { createSurface, type Surface, surfaceFromRgba } from "#native/canvas/index.ts";
import { readManifest } from "./manifest.ts";
import { readLayer } from "./plate.ts";
import { COMPOSITE } from "./still.ts";

/**
 * The frame of the plate in `folder`, its layers put over each other. Layer by layer, with turns of the event loop
 * between them, so that nobody waits for it. Throws Problem "corrupt-media" for a broken plate.
 */
export async function flattenPlate(folder: string): Promise<Surface> {
  const { plate } = await readManifest(folder);
  const [width, height] = [plate.width, plate.height].map((side) => Math.round(side / plate.overscan));
  const frame = createSurface(width!, height!);
  const [left, top] = [(plate.width - width!) / 2, (plate.height - height!) / 2];
  for (const layer of plate.layers) {
    const { box } = layer;
    const pixels = await readLayer(folder, layer);
    frame.context.globalCompositeOperation = COMPOSITE[layer.blend];
    frame.context.drawImage(surfaceFromRgba(pixels, box.width, box.height).canvas, box.x - left, box.y - top);
  }
  return frame;
}
