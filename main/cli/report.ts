/** How errors end a command: a sentence and a hint, JSON when asked for, and the exit code. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem, type ProblemCode } from "#contract/problem.ts";
import { findHome } from "#main/home.ts";

/** 2: the user can mend it. 1: a fault of ours. 130: Ctrl-C, as shells have it. */
const EXIT_CODES: Partial<Record<ProblemCode, number>> = {
  "engine-crashed": 1,
  "failed-check": 1,
  cancelled: 130,
};

/** Tells `error` to the user and returns the exit code. */
export async function reportError(error: unknown, json: boolean): Promise<number> {
  const problem = error instanceof Problem ? error : await problemOfLibrary(error);
  if (problem !== undefined) {
    const { code, message, hint } = problem;
    process.stderr.write(`${message}\n${hint}\n`);
    if (json) printJson({ error: { code, message, hint } });
    return EXIT_CODES[code] ?? 2;
  }
  const message = "Something went wrong inside Understudy; sorry.";
  const hint = await writeDetail(error);
  process.stderr.write(`${message} ${hint}\n`);
  if (json) printJson({ error: { code: "fault", message, hint } });
  return 1;
}

/** One line of JSON on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

async function problemOfLibrary(error: unknown): Promise<Problem | undefined> {
  const { libraryProblem } = await import("#main/library/index.ts");
  return libraryProblem(findHome(), error);
}

/** Puts what helps to mend a fault of ours into a file, and says where. */
async function writeDetail(error: unknown): Promise<string> {
  const { logs } = findHome();
  const path = join(logs, `${new Date().toISOString().replaceAll(":", "-")}.log`);
  const detail = `${process.argv.slice(2).join(" ")}\nNode ${process.version}, ${process.platform} ${process.arch}\n\n${describe(error)}\n`;
  try {
    await mkdir(logs, { recursive: true });
    await writeFile(path, detail);
    return `The details are in ${path}.`;
  } catch {
    return `The details cannot be written to ${logs}: ${error instanceof Error ? error.message : error}`;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\nCaused by: ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
