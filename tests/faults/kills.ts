/**
 * Kills drafts at random moments, looks whether the library is sound, and
 * whether the same draft, run again, goes on to the same clip.
 */
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findHome } from "#main/home.ts";
import { openLibrary } from "#main/library/index.ts";
import { type CliResult, resultOf, type Sandbox, sandbox, startCli } from "../journeys/cli.ts";
import { hashesOf, sha256Of } from "../journeys/hashes.ts";

export interface KillReport {
  /** Kills that hit a running draft: of its whole process group, and of the command alone. */
  groupKills: number;
  commandKills: number;
  /** Drafts that were killed and then went on to their end. */
  resumed: number;
  /** Stages that a resumed draft found finished. */
  stagesKept: number;
  /** What was wrong; empty when all is well. */
  faults: string[];
}

interface DraftJson {
  id: string;
  file: string;
  stems: Record<string, string>;
  cached: string[];
}

export interface KillOptions {
  /** Stops after so many kills. */
  kills: number;
  /** Kills of one draft before it may end. */
  killsPerDraft: number;
  /** 0 to 1; picks the moments. */
  random: () => number;
  prompt: string;
  seconds: number;
  log?: (line: string) => void;
}

/** Time that orphans are given to notice that their parent is gone. */
const ORPHANS_MS = 10_000;

export async function killDrafts(options: KillOptions): Promise<KillReport> {
  const report: KillReport = { groupKills: 0, commandKills: 0, resumed: 0, stagesKept: 0, faults: [] };
  const clean = sandbox();
  const hit = sandbox();
  try {
    for (let seed = 1; report.groupKills + report.commandKills < options.kills; seed++) {
      await killOne(seed, clean, hit, options, report);
    }
  } finally {
    clean.remove();
    hit.remove();
  }
  return report;
}

/** Drafts one seed undisturbed, then the same in another home with kills, and compares. */
async function killOne(
  seed: number,
  clean: Sandbox,
  hit: Sandbox,
  options: KillOptions,
  report: KillReport,
): Promise<void> {
  const { prompt, seconds, killsPerDraft, random, log = () => {} } = options;
  const args = ["draft", prompt, "--seconds", `${seconds}`, "--seed", `${seed}`, "--json"];
  const started = performance.now();
  const expected = await hashesOf(draftOf(await clean.run(args)));
  const duration = performance.now() - started;

  let killed = 0;
  let ended: CliResult | undefined;
  while (ended === undefined && killed < killsPerDraft) {
    const whole = random() < 0.5;
    ended = await runAndKill(hit, args, random() * duration * 0.8, whole, report);
    if (ended !== undefined) break;
    killed += 1;
    if (whole) report.groupKills += 1;
    else report.commandKills += 1;
    report.faults.push(...(await faultsOf(hit)).map((fault) => `seed ${seed}, kill ${killed}: ${fault}`));
  }
  const resumed = draftOf(ended ?? (await hit.run(args)));
  const found = await hashesOf(resumed);
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    const both = JSON.stringify({ expected, found });
    report.faults.push(`seed ${seed}: after ${killed} kills the clip differs: ${both}`);
  }
  report.faults.push(...(await faultsOf(hit)).map((fault) => `seed ${seed}, at the end: ${fault}`));
  report.faults.push(...(await unfinishedIn(hit)).map((job) => `seed ${seed}: job ${job} never ended`));
  if (killed > 0) {
    report.resumed += 1;
    report.stagesKept += resumed.cached.length;
  }
  log(`seed ${seed}: ${killed} kills, then kept ${resumed.cached.join(", ") || "nothing"}`);
}

/** Runs a draft and kills it after `delay` ms; gives its result when it had ended by then. */
async function runAndKill(
  box: Sandbox,
  args: string[],
  delay: number,
  whole: boolean,
  report: KillReport,
): Promise<CliResult | undefined> {
  const child = startCli(args, { UNDERSTUDY_HOME: box.home }, true);
  const result = resultOf(child, args);
  const exit = once(child, "exit");
  await Promise.race([sleep(delay), exit]);
  if (child.exitCode !== null) return result;
  process.kill(whole ? -child.pid! : child.pid!, "SIGKILL");
  await exit;
  const deadline = performance.now() + ORPHANS_MS;
  while (groupIsAlive(child.pid!)) {
    if (performance.now() > deadline) {
      report.faults.push(`processes of group ${child.pid} outlive their parent by ${ORPHANS_MS / 1000} s`);
      process.kill(-child.pid!, "SIGKILL");
      break;
    }
    await sleep(50);
  }
  return undefined;
}

/** Whether any process that is more than a zombie is left in a process group; by /proc, so on Linux. */
function groupIsAlive(group: number): boolean {
  return readdirSync("/proc").some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const [state, , processGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return Number(processGroup) === group && state !== "Z";
    } catch {
      return false;
    }
  });
}

/** Everything that a crash may have broken in a home. */
async function faultsOf({ home: root }: Sandbox): Promise<string[]> {
  const home = findHome({ UNDERSTUDY_HOME: root });
  const faults: string[] = [];
  const library = await openLibrary(home);
  try {
    faults.push(...library.checkIntegrity().map((finding) => `integrity check: ${finding}`));
    const { generations } = await library.repositories();
    for (const generation of (await generations.list()).items) {
      for (const file of generation.files) {
        if (sha256Of(file.path) !== file.sha256) faults.push(`${file.path} is listed, but not whole`);
      }
    }
  } finally {
    library.close();
  }
  for (const entry of readdirSync(home.media, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const name = basename(entry.name, extname(entry.name));
    if (sha256Of(join(entry.parentPath, entry.name)) !== name)
      faults.push(`media/${entry.name} is half a file`);
  }
  for (const key of readdirSync(home.cache)) faults.push(...faultsOfResult(join(home.cache, key)));
  const left = readdirSync(home.tmp);
  if (left.length > 0) faults.push(`tmp/ holds ${left.join(", ")}`);
  return faults;
}

/** Ids of the jobs that are not done. */
async function unfinishedIn({ home }: Sandbox): Promise<string[]> {
  const library = await openLibrary(findHome({ UNDERSTUDY_HOME: home }));
  try {
    const { jobs } = await library.repositories();
    return (await jobs.list(["queued", "running", "interrupted"])).map((job) => job.id);
  } finally {
    library.close();
  }
}

function faultsOfResult(folder: string): string[] {
  try {
    const { files } = JSON.parse(readFileSync(join(folder, "result.json"), "utf8")) as {
      files: Record<string, number>;
    };
    const wrong = Object.entries(files).filter(
      ([file, bytes]) => statSync(join(folder, file)).size !== bytes,
    );
    return wrong.map(([file]) => `${join(folder, file)} is half a file`);
  } catch (error) {
    return [`${folder} is no finished stage: ${(error as Error).message}`];
  }
}

function draftOf(result: CliResult): DraftJson {
  if (result.code !== 0) throw new Error(`the draft failed with ${result.code}: ${result.stderr}`);
  return result.json as DraftJson;
}
