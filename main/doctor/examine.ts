/** Examines the machine: everything that a draft needs is really tried, nothing is guessed. */
import { statfs } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { dirname } from "node:path";
import { DoctorReport, type PackReport, type SqliteReport } from "#contract/doctor.ts";
import type { ProviderStatus } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
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

type Complaint = DoctorReport["problems"][number];

/** Below this a draft may not fit: its frames, stems and cached stages. */
const FREE_BYTES_NEEDED = 500e6;
/** Encoders that every draft uses. */
const NEEDED_ENCODERS = ["libx264", "aac"];

/** The state of this machine. Throws for no part that is missing: that is what it reports. */
export async function examine(sources: DoctorSources): Promise<DoctorReport> {
  const problems: Complaint[] = [];
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
      message: `ffmpeg's encoder ${encoder} does not work: ${status.reason}`,
      hint: "Install an ffmpeg that has it, and name it by UNDERSTUDY_FFMPEG.",
    });
  }
  const sqlite = await attempt(sources.sqlite);
  if (sqlite) problems.push(...complaintsAboutLibrary(sqlite));
  const packs = (await attempt(sources.packs)) ?? [];
  for (const { id, ok, detail } of packs) {
    if (!ok) problems.push({ message: `The pack "${id}" is damaged: ${detail}`, hint: "Install it again." });
  }
  const freeBytes = await freeSpace(sources.home);
  if (freeBytes !== null && freeBytes < FREE_BYTES_NEEDED) {
    problems.push({
      message: `Only ${(freeBytes / 1e6).toFixed(0)} MB are free at ${sources.home}.`,
      hint: "Free some space, or set UNDERSTUDY_HOME to a folder on another disk.",
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

function complaintsAboutLibrary({ fts5, library, detail }: SqliteReport): Complaint[] {
  const complaints: Complaint[] = [];
  if (!fts5) {
    complaints.push({
      message: "SQLite has no full-text search (FTS5).",
      hint: "Run `npm run setup` again.",
    });
  }
  if (library === "damaged") {
    complaints.push({
      message: `The library is damaged: ${detail}`,
      hint: "`understudy restore-backup` goes back to its last good copy.",
    });
  }
  return complaints;
}

function complaint(error: unknown): Complaint {
  if (error instanceof Problem) return { message: error.message, hint: error.hint };
  const message = error instanceof Error ? error.message : String(error);
  return { message: message.split("\n")[0] ?? "", hint: "Run `npm run setup` again." };
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
