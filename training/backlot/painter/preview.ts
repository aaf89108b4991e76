/**
 * Paints stills as a contact sheet, to look at while writing settings and looks:
 * `node training/backlot/painter/preview.ts OUT.png SPEC...`
 *
 * SPEC: setting[,key=value...] with the keys of a Shot (time, weather, season, look, mood, colour,
 * seed) and size, overscan (above 1 shows what lies beyond the frame), layer (one layer alone on
 * grey). Prints the time of each picture.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { Size } from "#contract/draft.ts";
import type { Plate } from "#contract/plate.ts";
import { Shot } from "#contract/storyboard.ts";
import { paint } from "#main/draft/paint/task.ts";
import { SessionCache } from "#main/inference/sessions.ts";

const PACK = join(import.meta.dirname, "../../../assets/backlot");
const CAPTION = 18;
const [out, ...specs] = process.argv.slice(2);
if (!out || specs.length === 0) {
  console.error("usage: node training/backlot/painter/preview.ts OUT.png setting,key=value,... ...");
  process.exit(2);
}

const sessions = new SessionCache();
const context = { sessions, progress() {}, throwIfCancelled() {} };

async function picture(spec: string): Promise<Canvas> {
  const [setting, ...pairs] = spec.split(",");
  const { size, overscan, layer, seed, ...words } = Object.fromEntries(pairs.map((pair) => pair.split("=")));
  const shot = Shot.parse({
    ...{ start: 0, frames: 240, setting, time: "day", weather: "clear", season: "summer" },
    ...{ look: "realistic", mood: "calm", camera: "static", colour: null, change: null },
    ...words,
    seed: Number(seed ?? 1),
  });
  const outDir = mkdtempSync(join(tmpdir(), "preview-"));
  const [start, ran] = [performance.now(), sessions.inferenceMs];
  const plate = await paint(
    {
      packDir: PACK,
      shot,
      size: Size.parse(size ?? "854x480"),
      overscan: Number(overscan ?? 1),
      provider: "cpu",
      outDir,
    },
    context,
  );
  const inference = Math.round(sessions.inferenceMs - ran);
  console.log(`${spec}: ${Math.round(performance.now() - start)} ms, inference ${inference} ms`);
  const flat = flatten(plate, outDir, layer);
  rmSync(outDir, { recursive: true });
  return flat;
}

/** Draws the layers over each other, or one alone on grey. */
function flatten(plate: Plate, folder: string, only?: string): Canvas {
  const canvas = createCanvas(plate.width, plate.height);
  const draw = canvas.getContext("2d");
  draw.fillStyle = only ? "#808080" : "#000";
  draw.fillRect(0, 0, plate.width, plate.height);
  for (const { name, file, box, blend } of plate.layers) {
    if (only && name !== only) continue;
    const tile = createCanvas(box.width, box.height);
    const image = tile.getContext("2d").createImageData(box.width, box.height);
    image.data.set(zstdDecompressSync(readFileSync(join(folder, file))));
    tile.getContext("2d").putImageData(image, 0, 0);
    draw.globalCompositeOperation = blend === "add" ? "lighter" : "source-over";
    draw.drawImage(tile, box.x, box.y);
  }
  return canvas;
}

const columns = specs.length === 1 ? 1 : specs.length <= 4 ? 2 : specs.length <= 9 ? 3 : 4;
const cell = columns === 1 ? 854 : Math.floor(1800 / columns);
const cellHeight = Math.round((cell * 480) / 854) + CAPTION;
const sheet = createCanvas(cell * columns, cellHeight * Math.ceil(specs.length / columns));
const draw = sheet.getContext("2d");
draw.fillStyle = "#181818";
draw.fillRect(0, 0, sheet.width, sheet.height);
draw.font = "12px sans-serif";
for (const [i, spec] of specs.entries()) {
  const flat = await picture(spec);
  const [x, y] = [(i % columns) * cell, Math.floor(i / columns) * cellHeight];
  const scale = Math.min(cell / flat.width, (cellHeight - CAPTION) / flat.height);
  draw.drawImage(flat, x, y, flat.width * scale, flat.height * scale);
  draw.fillStyle = "#ddd";
  draw.fillText(spec, x + 4, y + cellHeight - 5);
}
writeFileSync(out, sheet.toBuffer("image/png"));
