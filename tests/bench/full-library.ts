/** A full library with pictures, open in the studio's window: what scrolling and memory are measured in. */
import { linkSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { findHome } from "#main/home.ts";
import { openLibrary } from "#main/library/index.ts";
import { picturePath } from "#main/library/pictures/files.ts";
import { seedLibrary } from "#main/library/seed-library.fixture.ts";
import { fileArgument, runFfmpeg } from "#native/ffmpeg/index.ts";
import { type HostWindow, openOnHost, STUDIO } from "./host-window.ts";

export const GENERATIONS = 100_000;
const CAMEOS = 1_000;
/** Different pictures; each item has one of its own for the window all the same, since addresses differ. */
export const PICTURES = 24;
const SHEET = join(STUDIO, "docs", "gallery", "sheet-1.jpg");

/** Cuts pictures of a thumb's size out of the gallery: `0.jpg` and so on. */
export async function makePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < PICTURES; i++) {
    const crop = `crop=iw/4:ih/6:iw/4*${i % 4}:ih/6*${i >> 2},scale=240:135:force_original_aspect_ratio=increase,crop=240:135`;
    const file = fileArgument(join(folder, `${i}.jpg`));
    await runFfmpeg(["-i", fileArgument(SHEET), "-vf", crop, "-frames:v", "1", "-q:v", "4", file]);
  }
}

/** Seeds `root` with generations, people and a thumb for each generation. */
export async function makeFullLibrary(root: string): Promise<void> {
  const home = findHome({ UNDERSTUDY_HOME: root });
  await seedLibrary(home, { generations: GENERATIONS, cameos: CAMEOS });
  const pictures = join(root, "pictures");
  await makePictures(pictures);
  const library = await openLibrary(home);
  const { items } = await library.repositories();
  const ids = items.ids({ place: "library", order: "newest" }, 0, GENERATIONS);
  library.close();
  for (const [i, id] of ids.entries()) {
    const path = picturePath(home, "thumbs", id);
    mkdirSync(dirname(path), { recursive: true });
    linkSync(join(pictures, `${i % PICTURES}.jpg`), path);
  }
}

/** Opens the studio of `root` and its library, and waits for the first pictures. */
export async function openFullLibrary(root: string): Promise<HostWindow> {
  const window = await openOnHost(STUDIO, { UNDERSTUDY_HOME: root });
  const { page } = window;
  await page.getByRole("button", { name: "Library" }).click();
  await page.locator("[role=listbox] img[data-shown]").first().waitFor();
  await page.waitForTimeout(2000);
  return window;
}

/** The list of the page, as a rectangle. */
export async function listBox(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.getByRole("listbox").boundingBox();
  if (box === null) throw new Error("the list is not shown");
  return box;
}
