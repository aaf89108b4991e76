/** `animate-fps`: frames a second that the animation draws at 854x480, without encoding. */
import { rmSync } from "node:fs";
import type { Shot } from "#contract/storyboard.ts";
import { renderFrames } from "#main/draft/animate/index.ts";
import { startEngine } from "#main/inference/index.ts";
import { type Row, rounded } from "./row.ts";
import { paintShot, shotOf, storyboardOf } from "./scenes.ts";

const SCENES: Partial<Shot>[] = [
  {},
  { setting: "forest", time: "day", camera: "push", change: null, colour: null },
  { setting: "street", time: "night", weather: "rain", camera: "push", change: null, colour: null },
  { setting: "snowfield", time: "day", weather: "snow", camera: "pan-right", change: null, colour: null },
];

export async function animateFps(): Promise<Row> {
  const engine = startEngine();
  const rates: [name: string, fps: number][] = [];
  for (const words of SCENES) {
    const shot = shotOf(words);
    const { dir } = await paintShot(engine, shot);
    const start = performance.now();
    for await (const _ of renderFrames({ storyboard: storyboardOf(shot), plates: [dir] }));
    rates.push([`${shot.setting} in ${shot.weather}`, shot.frames / ((performance.now() - start) / 1000)]);
    rmSync(dir, { recursive: true });
  }
  await engine.close();
  const slowest = rates.reduce((a, b) => (b[1] < a[1] ? b : a));
  return {
    name: "animate-fps",
    value: rounded(slowest[1], 1),
    unit: "fps",
    note: `at least 30; the slowest of: ${rates.map(([name, fps]) => `${name} ${rounded(fps, 1)}`).join(", ")}`,
  };
}
