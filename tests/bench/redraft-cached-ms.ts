/** `redraft-cached-ms`: a whole process that drafts what was drafted before, so that every stage is found finished. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { draftProcess } from "./draft-process.ts";
import { median, type Row, rounded } from "./row.ts";

const RUNS = 5;

export async function redraftCachedMs(): Promise<Row> {
  const home = mkdtempSync(join(tmpdir(), "understudy-bench-"));
  draftProcess(home, 7);
  const walls = Array.from({ length: RUNS }, () => draftProcess(home, 7).wallMs);
  rmSync(home, { recursive: true });
  return {
    name: "redraft-cached-ms",
    value: rounded(median(walls)),
    unit: "ms",
    note: `limit 500; median of ${RUNS} whole processes`,
  };
}
