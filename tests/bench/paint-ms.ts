/** `paint-ms`: one 854x480 shot with all its layers on the CPU, as a draft pays it: graphs opened, files written. */
import { rmSync } from "node:fs";
import { SETTINGS } from "#contract/scenery.ts";
import { startEngine } from "#main/inference/index.ts";
import { median, type Row, rounded } from "./row.ts";
import { paintShot, shotOf } from "./scenes.ts";

export async function paintMs(): Promise<Row> {
  const times: [setting: string, ms: number][] = [];
  const engine = startEngine();
  // the engine's own start is not painting
  rmSync((await paintShot(engine, shotOf())).dir, { recursive: true });
  for (const setting of SETTINGS) {
    const { dir, ms } = await paintShot(engine, shotOf({ setting, seed: 11, colour: null, change: null }));
    rmSync(dir, { recursive: true });
    times.push([setting, ms]);
  }
  await engine.close();
  const slowest = times.reduce((a, b) => (b[1] > a[1] ? b : a));
  const middle = rounded(median(times.map(([, ms]) => ms)));
  return {
    name: "paint-ms",
    value: rounded(slowest[1]),
    unit: "ms",
    note: `limit 4000; the slowest of ${times.length} settings (${slowest[0]}), first time; median ${middle}`,
  };
}
