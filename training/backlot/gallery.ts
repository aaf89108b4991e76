/**
 * Makes docs/gallery/ by the real stages: `npm run gallery [-- stills|clips]`.
 *
 * Stills: every prompt is read, planned, painted and drawn at 854x480, and set on contact sheets.
 * Clips: short drafts by the command line. Seeds are fixed, so the gallery shows what the
 * pack does, not a selection. README.md lists the prompts and what was not understood.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCanvas, type Image, loadImage } from "@napi-rs/canvas";
import type { Storyboard } from "#contract/storyboard.ts";
import { renderFrames } from "#main/draft/animate/index.ts";
import { overscanFor, paint } from "#main/draft/paint/index.ts";
import { plan } from "#main/draft/plan/index.ts";
import { findHome } from "#main/home.ts";
import { startEngine } from "#main/inference/index.ts";
import { BUILT_IN_PACK, findPack } from "#main/packs/index.ts";
import { CLIPS, HERO, STILLS } from "./gallery-prompts.ts";

const ROOT = join(import.meta.dirname, "../..");
const GALLERY = join(ROOT, "docs/gallery");
const [WIDTH, HEIGHT] = [854, 480];
const SHEET = { columns: 4, rows: 6, tile: 480, caption: 34 };
/** The frame that stands for a clip: late enough for rain and snow to have come. */
const STILL_FRAME = 24;

interface Still {
  prompt: string;
  storyboard: Storyboard;
  picture: Image;
}

const scratch = mkdtempSync(join(tmpdir(), "understudy-gallery-"));
const engine = startEngine();
const pack = await findPack(BUILT_IN_PACK, findHome({ UNDERSTUDY_HOME: scratch }));
try {
  mkdirSync(join(GALLERY, "clips"), { recursive: true });
  const only = process.argv[2];
  if (only !== "clips") await makeStills();
  if (only !== "stills") makeClips();
} finally {
  await engine.close();
  rmSync(scratch, { recursive: true });
}

async function makeStills(): Promise<void> {
  const stills: Still[] = [];
  for (const [i, prompt] of STILLS.entries()) {
    stills.push(await makeStill(prompt, i + 1));
    console.error(`${i + 1}/${STILLS.length} ${prompt}`);
  }
  const perSheet = SHEET.columns * SHEET.rows;
  for (let first = 0; first < stills.length; first += perSheet) {
    write(`sheet-${1 + first / perSheet}.jpg`, sheet(stills.slice(first, first + perSheet)));
  }
  write("hero.jpg", hero(HERO.map((prompt) => stills.find((still) => still.prompt === prompt)!)));
  write("README.md", Buffer.from(page(stills)));
}

/** One frame of a draft of the prompt, by the stages that the pipeline runs. */
async function makeStill(prompt: string, seed: number): Promise<Still> {
  const dir = mkdtempSync(join(scratch, "still-"));
  const context = { dir, engine, signal: new AbortController().signal, progress() {}, preview() {} };
  const request = { prompt, seconds: 2, size: "854x480", fps: 24, seed, pack: pack.id } as const;
  const storyboard = await plan({ request, reader: pack }, context);
  const [shot] = storyboard.shots;
  const input = {
    shot: shot!,
    size: request.size,
    overscan: overscanFor(shot!.camera),
    provider: "cpu",
  } as const;
  await paint({ ...input, pack }, context);
  const first = { ...storyboard, shots: [shot!], frames: shot!.frames };
  let count = 0;
  for await (const frame of renderFrames({ storyboard: first, plates: [dir] })) {
    if (count++ < STILL_FRAME) continue;
    const canvas = createCanvas(WIDTH, HEIGHT);
    const image = canvas.getContext("2d").createImageData(WIDTH, HEIGHT);
    image.data.set(frame);
    canvas.getContext("2d").putImageData(image, 0, 0);
    rmSync(dir, { recursive: true });
    return { prompt, storyboard, picture: await loadImage(canvas.toBuffer("image/png")) };
  }
  throw new Error(`"${prompt}" has no frame ${STILL_FRAME}`);
}

function sheet(stills: Still[]): Buffer {
  const { columns, tile, caption } = SHEET;
  const tileHeight = Math.round((tile * HEIGHT) / WIDTH);
  const canvas = createCanvas(columns * tile, Math.ceil(stills.length / columns) * (tileHeight + caption));
  const draw = canvas.getContext("2d");
  draw.fillStyle = "#141414";
  draw.fillRect(0, 0, canvas.width, canvas.height);
  draw.fillStyle = "#d8d8d8";
  draw.font = "16px Inter, 'Noto Sans CJK SC', sans-serif";
  draw.textBaseline = "middle";
  for (const [i, { prompt, picture }] of stills.entries()) {
    const [x, y] = [(i % columns) * tile, Math.floor(i / columns) * (tileHeight + caption)];
    draw.drawImage(picture, x, y, tile, tileHeight);
    draw.fillText(prompt, x + 10, y + tileHeight + caption / 2, tile - 20);
  }
  return canvas.toBuffer("image/jpeg", 88);
}

/** The README's picture: 3 x 2 stills. */
function hero(stills: Still[]): Buffer {
  const [columns, tile, gap] = [3, 520, 6];
  const tileHeight = Math.round((tile * HEIGHT) / WIDTH);
  const rows = Math.ceil(stills.length / columns);
  const canvas = createCanvas(columns * (tile + gap) - gap, rows * (tileHeight + gap) - gap);
  const draw = canvas.getContext("2d");
  for (const [i, { picture }] of stills.entries()) {
    draw.drawImage(
      picture,
      (i % columns) * (tile + gap),
      Math.floor(i / columns) * (tileHeight + gap),
      tile,
      tileHeight,
    );
  }
  return canvas.toBuffer("image/jpeg", 88);
}

function makeClips(): void {
  for (const [i, prompt] of CLIPS.entries()) {
    const out = join(GALLERY, "clips", `${String(i + 1).padStart(2, "0")}.mp4`);
    const flags = ["--seconds", "4", "--seed", String(i + 1), "--out", out, "--json"];
    execFileSync(process.execPath, [join(ROOT, "main/cli.ts"), "draft", prompt, ...flags], {
      env: { ...process.env, UNDERSTUDY_HOME: join(scratch, "home") },
      stdio: ["ignore", "ignore", "inherit"],
    });
    console.error(`clip ${i + 1}/${CLIPS.length} ${prompt}`);
  }
}

function page(stills: Still[]): string {
  const told = stills.flatMap(({ prompt, storyboard }) =>
    storyboard.notes.map((note) => `- "${prompt}": ${note.message}`),
  );
  const sheets = Array.from(
    { length: Math.ceil(stills.length / (SHEET.columns * SHEET.rows)) },
    (_, i) => `![Contact sheet ${i + 1}](sheet-${i + 1}.jpg)`,
  );
  const clips = CLIPS.map(
    (prompt, i) => `${i + 1}. [${prompt}](clips/${String(i + 1).padStart(2, "0")}.mp4)`,
  );
  return [
    "# What the built-in pack paints",
    "Made by `npm run gallery`: 96 prompts, each with the first seed it was given, none left out.",
    ...sheets,
    "## Clips of four seconds, with sound",
    clips.join("\n"),
    "## What the studio said about these prompts",
    told.length > 0 ? told.join("\n") : "Nothing: every word was understood.",
    "",
  ].join("\n\n");
}

function write(name: string, content: Buffer): void {
  const path = join(GALLERY, name);
  writeFileSync(`${path}.tmp`, content, { flush: true });
  renameSync(`${path}.tmp`, path);
}
