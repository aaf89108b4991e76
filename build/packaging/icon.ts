/** Draws assets/icon/icon.png, from which electron-builder makes the icons of every system, from the SVG beside it. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createCanvas, loadImage } from "@napi-rs/canvas";

const SIZE = 1024;
const path = (name: string) => fileURLToPath(new URL(`../../assets/icon/${name}`, import.meta.url));

const picture = await loadImage(readFileSync(path("icon.svg")));
const canvas = createCanvas(SIZE, SIZE);
canvas.getContext("2d").drawImage(picture, 0, 0, SIZE, SIZE);
writeFileSync(path("icon.png"), canvas.toBuffer("image/png"));
