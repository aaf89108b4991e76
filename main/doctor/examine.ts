/** Examines the machine: everything that a draft needs is really tried, nothing is guessed. */
import { statfs } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { dirname } from "node:path";
import { DoctorReport, type PackReport, type SqliteReport } from "#contract/doctor.ts";
import type { ProviderStatus } from "#contract/engine.ts";
import { Problem, type WireProblem } from "#contract/problem.ts";
import { chooseProvider, formatChoice, probeProviders, runtimeVersion } from "#main/inference/index.ts";
import { findFfmpeg, workingEncoders } from "#native/ffmpeg/index.ts";
import { findChromium, findElectron } from "./browsers.ts";

export interface DoctorSources {
  /** The studio's folder; need not exist yet. */
  home: string;
  /** Examines SQLite and the library; throws when SQLite cannot be loaded. */
  sqlite: () => SqliteReport | Promise<SqliteReport>;
  /** Examines every installed pack. */
  packs: () => PackReport[] | Promise<PackReport[]>;
  /** Probes every provider; afresh when left out. */
  probe?: () => Promise<ProviderStatus[]>;
}

/** Below this a draft may not fit: its frames, stems and cached stages. */
const FREE_BYTES_NEEDED = 500e6;
/** Encoders that every draft uses. */
const NEEDED_ENCODERS = ["libx264", "aac"];

/** The state of this machine. Throws for no part that is missing: that is what it reports. */
export async function examine(sources: DoctorSources): Promise<DoctorReport> {
  const problems: WireProblem[] = [];
  /** The part's state, or null and an entry in `problems`. */
  async function attempt<T>(part: () => T | Promise<T>): Promise<T | null> {
    try {
      return await part();
    } catch (error) {
      problems.push(complaint(error));
      return null;
    }
  }

  // The probe measures speed, so nothing else may run beside it.
  const providers = await (sources.probe ?? probeProviders)();
  const choice = await attempt(() => chooseProvider(providers));
  const ffmpeg = await attempt(examineFfmpeg);
  for (const encoder of NEEDED_ENCODERS) {
    const status = ffmpeg?.encoders.find((entry) => entry.encoder === encoder);
    if (!status || status.works) continue;
    problems.push({
      code: "missing-tool",
      message: `ffmpeg's encoder ${encoder} does not work: ${status.reason}`,
      hint: "Install an ffmpeg that has it, and name it by UNDERSTUDY_FFMPEG.",
      text: {
        key: "ffmpeg-lacks",
        values: { encoder, reason: status.reason },
        ...(status.text && { reason: status.text }),
      },
    });
  }
  const sqlite = await attempt(sources.sqlite);
  if (sqlite) problems.push(...complaintsAboutLibrary(sqlite));
  const packs = (await attempt(sources.packs)) ?? [];
  for (const { id, ok, detail } of packs) {
    if (ok) continue;
    problems.push({
      code: "corrupt-pack",
      message: `The pack "${id}" is damaged: ${detail}`,
      hint: "Install it again.",
      text: { key: "pack-damaged", values: { pack: id, detail } },
    });
  }
  const freeBytes = await freeSpace(sources.home);
  if (freeBytes !== null && freeBytes < FREE_BYTES_NEEDED) {
    const free = `${(freeBytes / 1e6).toFixed(0)} MB`;
    problems.push({
      code: "no-space",
      message: `Only ${free} are free at ${sources.home}.`,
      hint: "Free some space, or set UNDERSTUDY_HOME to a folder on another disk.",
      text: { key: "disk-low", values: { folder: sources.home, free } },
    });
  }
  return DoctorReport.parse({
    system: {
      platform: `${process.platform}-${process.arch}`,
      node: process.versions.node,
      cpu: cpus()[0]?.model.trim() ?? "",
      threads: cpus().length,
      memoryBytes: totalmem(),
    },
    home: { path: sources.home, freeBytes },
    onnxruntime: await runtimeVersion(),
    providers,
    choice: choice && { provider: choice.provider, why: formatChoice(choice) },
    ffmpeg,
    sqlite,
    electron: findElectron(),
    chromium: await findChromium(),
    packs,
    problems,
  });
}

async function examineFfmpeg(): Promise<DoctorReport["ffmpeg"]> {
  const { path, source, version } = await findFfmpeg();
  return { path, source, version, encoders: await workingEncoders() };
}

function complaintsAboutLibrary({ fts5, library, detail }: SqliteReport): WireProblem[] {
  const complaints: WireProblem[] = [];
  if (!fts5) {
    complaints.push({
      code: "missing-tool",
      message: "SQLite has no full-text search (FTS5).",
      hint: "Run `npm run setup` again.",
      text: { key: "part-broken", values: { part: "SQLite", detail: "It has no FTS5." } },
    });
  }
  if (library === "damaged") {
    complaints.push({
      code: "corrupt-library",
      message: `The library is damaged: ${detail}`,
      hint: "`understudy restore-backup` goes back to its last good copy.",
      text: { key: "library-broken", values: { detail } },
    });
  }
  return complaints;
}

/** A part that cannot even be tried. */
function complaint(error: unknown): WireProblem {
  if (error instanceof Problem) return error.fields;
  const [message = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return {
    code: "missing-tool",
    message,
    hint: "Run `npm run setup` again.",
    text: { key: "part-broken", values: { part: "SQLite", detail: message } },
  };
}

/** Bytes that this user may write at `path`, or where it would be made; null when the system does not tell. */
async function freeSpace(path: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(path);
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return missing && parent !== path ? freeSpace(parent) : null;
  }
}
