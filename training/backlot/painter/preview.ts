/**
 * Paints stills of settings as a contact sheet, to look at while writing them:
 * `node training/backlot/painter/preview.ts OUT.png SPEC...`
 *
 * SPEC: setting[,key=value...] with the keys of a Shot (time, weather, season, look, mood, colour,
 * seed) and size, overscan, layer (one layer alone on grey). Prints the time of each run.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import * as ort from "onnxruntime-node";
import type { Size } from "#contract/draft.ts";
import type { Shot } from "#contract/storyboard.ts";
import { type Feeds, frameSize, painterFeeds, plateSize } from "#main/draft/paint/feeds.ts";

const PAINTER = join(import.meta.dirname, "../../../assets/backlot/painter");
const [out, ...specs] = process.argv.slice(2);
if (!out || specs.length === 0) {
  console.error("usage: node training/backlot/painter/preview.ts OUT.png setting,key=value,... ...");
  process.exit(2);
}

const sessions = new Map<string, ort.InferenceSession>();
async function session(file: string): Promise<ort.InferenceSession> {
  let opened = sessions.get(file);
  if (!opened) {
    opened = await ort.InferenceSession.create(join(PAINTER, file), { logSeverityLevel: 3 });
    sessions.set(file, opened);
  }
  return opened;
}

function tensors(feeds: Feeds, names: readonly string[]): Record<string, ort.Tensor> {
  return Object.fromEntries(
    names.map((name) => [name, new ort.Tensor("float32", feeds[name]!.data, feeds[name]!.dims)]),
  );
}

async function paint(
  spec: string,
): Promise<{ width: number; height: number; rgb: Float32Array; label: string }> {
  const [setting, ...pairs] = spec.split(",");
  const options = Object.fromEntries(pairs.map((p) => p.split("=")));
  const size = (options.size ?? "854x480") as Size;
  const overscan = Number(options.overscan ?? 1);
  const shot = {
    start: 0,
    frames: 240,
    setting,
    time: options.time ?? "day",
    weather: options.weather ?? "clear",
    season: options.season ?? "summer",
    look: options.look ?? "realistic",
    mood: options.mood ?? "calm",
    camera: "static",
    colour: options.colour ?? null,
    change: null,
    seed: Number(options.seed ?? 1),
  } as Shot;
  const { width, height } = overscan === 1 ? dims(size) : plateSize(size, overscan);
  const feeds = painterFeeds(shot, size, overscan);
  const painter = await session(`${setting}.onnx`);
  const start = performance.now();
  const result = await painter.run(tensors(feeds, painter.inputNames));
  const painted = performance.now();
  let layers = result.layers!;
  const card = JSON.parse(readFileSync(join(PAINTER, `${setting}.json`), "utf8"));
  let lookMs = 0;
  if (options.look) {
    const look = await session(`looks/${options.look}.onnx`);
    const lookFeeds = tensors(
      feeds,
      look.inputNames.filter((n) => n !== "layers"),
    );
    layers = (await look.run({ ...lookFeeds, layers })).styled!;
    lookMs = performance.now() - painted;
  }
  console.log(
    `${spec}: paint ${Math.round(painted - start)} ms, look ${Math.round(lookMs)} ms; light ${[...(result.light!.data as Float32Array)].slice(0, 2).map((v) => v.toFixed(2))}; ground ${[...(result.ground!.data as Float32Array)].map((v) => v.toFixed(2))}`,
  );
  return {
    width,
    height,
    rgb: flatten(layers.data as Float32Array, card.layers, width * height, options.layer),
    label: spec,
  };
}

function dims(size: Size): { width: number; height: number } {
  const [width, height] = frameSize(size);
  return { width, height };
}

/** Draws the layers over each other. */
function flatten(
  data: Float32Array,
  cards: { name: string; blend: string }[],
  area: number,
  only?: string,
): Float32Array {
  const rgb = new Float32Array(area * 3).fill(only ? 0.5 : 0);
  cards.forEach((card, l) => {
    if (only && card.name !== only) return;
    const at = l * 4 * area;
    for (let i = 0; i < area; i++) {
      const alpha = data[at + 3 * area + i]!;
      for (let c = 0; c < 3; c++) {
        const value = data[at + c * area + i]! * alpha;
        const under = rgb[i * 3 + c]!;
        rgb[i * 3 + c] = card.blend === "add" ? Math.min(1, under + value) : under * (1 - alpha) + value;
      }
    }
  });
  return rgb;
}

const pictures = [];
for (const spec of specs) pictures.push(await paint(spec));
const columns = pictures.length === 1 ? 1 : pictures.length <= 4 ? 2 : pictures.length <= 9 ? 3 : 4;
const cell = columns === 1 ? 854 : Math.floor(1800 / columns);
const rows = Math.ceil(pictures.length / columns);
const cellHeight = Math.round((cell * 480) / 854) + 18;
const sheet = createCanvas(cell * columns, cellHeight * rows);
const context = sheet.getContext("2d");
context.fillStyle = "#181818";
context.fillRect(0, 0, sheet.width, sheet.height);
pictures.forEach((p, i) => {
  const tile = createCanvas(p.width, p.height);
  const tileContext = tile.getContext("2d");
  const image = tileContext.createImageData(p.width, p.height);
  for (let k = 0; k < p.width * p.height; k++) {
    for (let c = 0; c < 3; c++) image.data[k * 4 + c] = p.rgb[k * 3 + c]! * 255 + 0.5;
    image.data[k * 4 + 3] = 255;
  }
  tileContext.putImageData(image, 0, 0);
  const x = (i % columns) * cell;
  const y = Math.floor(i / columns) * cellHeight;
  const scale = Math.min(cell / p.width, (cellHeight - 18) / p.height);
  context.drawImage(tile, x, y, p.width * scale, p.height * scale);
  context.fillStyle = "#ddd";
  context.font = "12px sans-serif";
  context.fillText(p.label, x + 4, y + cellHeight - 5);
});
writeFileSync(out, sheet.toBuffer("image/png"));
