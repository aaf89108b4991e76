/**
 * `npm run bench [-- NAME...] [-- --json]`: measures what docs/measurements.md promises.
 *
 * With --json the one line on stdout is `{"rows": [{"name", "value", "unit", "note"}]}`.
 */
import { animateFps } from "./animate-fps.ts";
import { diffusionCancelMs } from "./diffusion-cancel-ms.ts";
import { diffusionMemoryGrowth, motionMemoryGrowth } from "./diffusion-memory.ts";
import { draftOverParts } from "./draft-over-parts.ts";
import { hardCancelMs } from "./hard-cancel-ms.ts";
import { libraryPageP95Ms, librarySearchP95Ms, librarySelectAllBlockedMs } from "./library.ts";
import { libraryScroll } from "./library-scroll.ts";
import { mainBlockedMs } from "./main-blocked-ms.ts";
import { paintMs } from "./paint-ms.ts";
import { pipelineOverInference } from "./pipeline-over-inference.ts";
import { pipelineOverheadMsPerStep } from "./pipeline-overhead-ms-per-step.ts";
import { redraftCachedMs } from "./redraft-cached-ms.ts";
import { playerMemoryGrowth, rendererMemoryMb } from "./renderer-memory.ts";
import type { Row } from "./row.ts";
import { startFullOverEmpty, startOverBareWindow } from "./start.ts";

const BENCHES: Record<string, () => Promise<Row>> = {
  "paint-ms": paintMs,
  "animate-fps": animateFps,
  "draft-over-parts": draftOverParts,
  "redraft-cached-ms": redraftCachedMs,
  "hard-cancel-ms": hardCancelMs,
  "diffusion-cancel-ms": diffusionCancelMs,
  "diffusion-memory-growth": diffusionMemoryGrowth,
  "motion-memory-growth": motionMemoryGrowth,
  "main-blocked-ms": mainBlockedMs,
  "pipeline-over-inference": pipelineOverInference,
  "pipeline-overhead-ms-per-step": pipelineOverheadMsPerStep,
  "library-page-p95-ms": libraryPageP95Ms,
  "library-search-p95-ms": librarySearchP95Ms,
  "library-select-all-blocked-ms": librarySelectAllBlockedMs,
  "library-scroll-longest-gap-ms": libraryScroll,
  "renderer-memory-mb": rendererMemoryMb,
  "player-memory-growth": playerMemoryGrowth,
  "start-over-bare-window": startOverBareWindow,
  "start-full-over-empty": startFullOverEmpty,
};

const args = process.argv.slice(2);
const json = args.includes("--json");
const names = args.filter((arg) => arg !== "--json");
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  console.error(`There is no row "${unknown}". The rows are: ${Object.keys(BENCHES).join(", ")}.`);
  process.exit(2);
}

const rows: Row[] = [];
let isWhole = true;
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  const row = await BENCHES[name]!().catch((error: unknown) => {
    // The other rows are measured all the same.
    isWhole = false;
    console.error(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (!row) continue;
  rows.push(row);
  if (!json)
    console.log(`${row.name.padEnd(20)} ${String(row.value).padStart(8)} ${row.unit.padEnd(6)} ${row.note}`);
}
if (json) console.log(JSON.stringify({ rows }));
process.exit(isWhole ? 0 : 1);
