/** Builds the window's program into dist/, as far as its sources changed since the last time. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "./setup/lock.mjs";
import { say } from "./setup/process.mjs";

interface Part {
  /** Files and folders that it is made from. */
  sources: string[];
  /** What is removed before it is built anew. */
  outputs: string[];
}

/** The environments of vite.config.ts, and the script of the Chromium host. */
const PARTS = {
  client: { sources: ["renderer", "contract"], outputs: ["renderer"] },
  main: { sources: ["main", "native", "contract"], outputs: ["main", "native", "contract"] },
  preload: { sources: ["preload", "contract"], outputs: ["preload"] },
  host: { sources: ["build/chromium-host/page.ts", "build/chromium-host/codec.ts"], outputs: ["host"] },
} satisfies Record<string, Part>;
type PartName = keyof typeof PARTS;

/** Whatever changes here may change every part. */
const COMMON = ["vite.config.ts", "package.json", "package-lock.json"];

/** Makes dist/ of the checkout `root` fit its sources; says so when there is something to do. */
export async function buildProgram(root: string): Promise<void> {
  if (staleParts(root).length === 0) return;
  const onWait = () => say("The window's program is being built by another start; waiting for it.");
  await withLock(join(root, ".setup", "build.lock"), onWait, async () => {
    const stale = staleParts(root);
    if (stale.length === 0) return;
    say("Building the window's program.");
    // Taken before: what is saved meanwhile is built next time.
    const keys = Object.fromEntries(stale.map((name) => [name, sourcesKey(root, name)]));
    for (const name of stale) await buildPart(root, name);
    writeFileSync(stampPath(root), JSON.stringify({ ...readStamp(root), ...keys }, null, 2));
  });
}

async function buildPart(root: string, name: PartName): Promise<void> {
  const dist = join(root, "dist");
  for (const output of PARTS[name].outputs) rmSync(join(dist, output), { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const vite = await import("vite");
  if (name === "host") {
    await vite.build({
      ...{ root, configFile: false, logLevel: "warn" },
      build: {
        outDir: join(dist, "host"),
        lib: {
          entry: join(root, "build", "chromium-host", "page.ts"),
          ...{ formats: ["iife"], name: "hostPage", fileName: () => "page.js" },
        },
      },
    });
    return;
  }
  const builder = await vite.createBuilder({ configFile: join(root, "vite.config.ts"), logLevel: "warn" });
  await builder.build(builder.environments[name]!);
}

function staleParts(root: string): PartName[] {
  const stamp = readStamp(root);
  return (Object.keys(PARTS) as PartName[]).filter(
    (name) =>
      stamp[name] !== sourcesKey(root, name) ||
      PARTS[name].outputs.some((output) => !existsSync(join(root, "dist", output))),
  );
}

function stampPath(root: string): string {
  return join(root, "dist", "built.json");
}

function readStamp(root: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(stampPath(root), "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Changes when a source of the part is changed, added or removed. */
function sourcesKey(root: string, name: PartName): string {
  const hash = createHash("sha256");
  for (const source of [...PARTS[name].sources, ...COMMON]) {
    for (const file of filesOf(root, source)) {
      const { size, mtimeMs } = statSync(join(root, file));
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

function filesOf(root: string, source: string): string[] {
  if (!statSync(join(root, source)).isDirectory()) return [source];
  return readdirSync(join(root, source), { withFileTypes: true }).flatMap((entry) => {
    const path = `${source}/${entry.name}`;
    if (entry.isDirectory()) return filesOf(root, path);
    return /\.(test|fixture)\.tsx?$/.test(entry.name) ? [] : [path];
  });
}
