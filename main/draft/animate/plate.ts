/** Reads a plate's files into memory: its layers' pixels and its masks. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import type { Plate, PlateLayer } from "#contract/plate.ts";
import { Problem } from "#contract/problem.ts";

export const MANIFEST = "plate.json";

const decompress = promisify(zstdDecompress);

export interface LoadedLayer extends PlateLayer {
  /** Straight-alpha RGBA8 rows of `box`. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Whether something is painted at the plate's own border, where moving the layer would show a cut. */
  readonly cut: { readonly x: boolean; readonly y: boolean };
}

/** An 8-bit mask of the whole plate, row by row. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** A plate and the folder of its files. */
export interface FiledPlate {
  readonly folder: string;
  readonly plate: Plate;
}

export interface LoadedPlate extends FiledPlate {
  readonly layers: readonly LoadedLayer[];
  readonly water: Mask;
}

/** Loads a plate's files. Throws a Problem when one is missing or does not hold what the manifest says. */
export async function loadPlate({ folder, plate }: FiledPlate): Promise<LoadedPlate> {
  const { width, height } = plate;
  const layers = await Promise.all(
    plate.layers.map(async (layer) => {
      const { box } = layer;
      if (box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height) {
        brokenPlate(join(folder, MANIFEST), `has a layer "${layer.name}" that leaves the plate`);
      }
      const pixels = await readLayer(folder, layer);
      return { ...layer, pixels, cut: cutAtBorder(layer, pixels, width, height) };
    }),
  );
  const values = await unpack(join(folder, plate.masks.water), width * height);
  const water = { width, height, values };
  return { folder, plate, layers, water };
}

/** The pixels of a layer: straight-alpha RGBA8 rows of its box. Throws a Problem when they are not there. */
export async function readLayer(
  folder: string,
  { box, file }: PlateLayer,
): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const data = await unpack(join(folder, file), box.width * box.height * 4);
  return new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);
}

async function unpack(path: string, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await readFile(path).catch((cause) => brokenPlate(path, "cannot be read", cause));
  const data = await decompress(packed).catch((cause) => brokenPlate(path, "is not zstd data", cause));
  if (data.length !== bytes) brokenPlate(path, `holds ${data.length} bytes where ${bytes} belong`);
  return data as Uint8Array<ArrayBuffer>;
}

/** Throws Problem "corrupt-media". */
export function brokenPlate(path: string, what: string, cause?: unknown): never {
  throw new Problem(
    "corrupt-media",
    `The plate's file ${path} ${what}.`,
    "Draft again: the shot will be painted anew.",
    { cause },
  );
}

function cutAtBorder(layer: PlateLayer, pixels: Uint8ClampedArray, width: number, height: number) {
  const { box } = layer;
  const solid = (x: number, y: number) => pixels[(y * box.width + x) * 4 + 3]! > 2;
  const column = (x: number) => anyOf(box.height, (y) => solid(x, y));
  const row = (y: number) => anyOf(box.width, (x) => solid(x, y));
  return {
    x: (box.x === 0 && column(0)) || (box.x + box.width === width && column(box.width - 1)),
    y: (box.y === 0 && row(0)) || (box.y + box.height === height && row(box.height - 1)),
  };
}

function anyOf(count: number, test: (i: number) => boolean): boolean {
  for (let i = 0; i < count; i++) if (test(i)) return true;
  return false;
}
