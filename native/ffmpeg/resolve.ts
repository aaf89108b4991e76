/** Finds the ffmpeg that is used: UNDERSTUDY_FFMPEG, else the one of ffmpeg-static, else the one on PATH. */
import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Problem } from "#contract/problem.ts";

export interface Ffmpeg {
  path: string;
  source: "UNDERSTUDY_FFMPEG" | "ffmpeg-static" | "PATH";
  /** Such as "5.1.9-0+deb12u1". */
  version: string;
  /** Others that come first but do not run, and why. */
  passedOver: { path: string; reason: string }[];
}

const found = new Map<string, Promise<Ffmpeg>>();

/**
 * The ffmpeg of this machine; asked once for each environment.
 * @throws Problem "missing-tool", with what to install. An UNDERSTUDY_FFMPEG that does not run is
 * never replaced by another.
 */
export function findFfmpeg(env: NodeJS.ProcessEnv = process.env): Promise<Ffmpeg> {
  const key = JSON.stringify([env.UNDERSTUDY_FFMPEG, env.PATH]);
  let answer = found.get(key);
  if (!answer) {
    answer = search(env);
    found.set(key, answer);
    answer.catch(() => found.delete(key)); // it may be installed meanwhile
  }
  return answer;
}

async function search(env: NodeJS.ProcessEnv): Promise<Ffmpeg> {
  const wanted = env.UNDERSTUDY_FFMPEG;
  if (wanted) {
    const version = await tryVersion(wanted);
    if (version.ok)
      return { path: wanted, source: "UNDERSTUDY_FFMPEG", version: version.text, passedOver: [] };
    throw new Problem(
      "missing-tool",
      `UNDERSTUDY_FFMPEG names ${wanted}, which does not run: ${version.text}`,
      "Set it to the path of an ffmpeg program, or unset it to let Understudy find one.",
    );
  }
  const passedOver: Ffmpeg["passedOver"] = [];
  for (const { path, source } of [...bundled(), ...onPath(env)]) {
    if (!(await isProgram(path))) continue;
    const version = await tryVersion(path);
    if (version.ok) return { path, source, version: version.text, passedOver };
    passedOver.push({ path, reason: version.text });
  }
  throw missing(passedOver);
}

type Candidate = Pick<Ffmpeg, "path" | "source">;

/** The optional package knows where its download would be; the file may be absent. */
function bundled(): Candidate[] {
  try {
    const path: unknown = createRequire(import.meta.url)("ffmpeg-static");
    if (typeof path !== "string") return [];
    // A packaged program is an archive, and no program can be started in there: it lies beside.
    return [{ path: path.replace(/app\.asar(?=[\\/])/, "app.asar.unpacked"), source: "ffmpeg-static" }];
  } catch {
    return [];
  }
}

function onPath(env: NodeJS.ProcessEnv): Candidate[] {
  const program = process.platform === "win32" ? "ffmpeg.exe" : "ffmpeg";
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => ({ path: join(folder, program), source: "PATH" as const }));
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function tryVersion(path: string): Promise<{ ok: boolean; text: string }> {
  try {
    const { stdout } = await promisify(execFile)(path, ["-version"], { timeout: 20_000, windowsHide: true });
    const version = /^ffmpeg version (\S+)/.exec(stdout)?.[1];
    return version ? { ok: true, text: version } : { ok: false, text: "it is not ffmpeg." };
  } catch (error) {
    return { ok: false, text: (error as Error).message.split("\n")[0] ?? "" };
  }
}

function missing(passedOver: Ffmpeg["passedOver"]): Problem {
  const broken = passedOver.map(({ path, reason }) => ` ${path} does not run: ${reason}`).join("");
  return new Problem("missing-tool", `ffmpeg was not found.${broken}`, installHint(), {
    text: { key: "ffmpeg-missing" },
  });
}

function installHint(): string {
  const command = {
    linux: "`sudo apt-get install -y ffmpeg` (or your distribution's like)",
    darwin: "`brew install ffmpeg`",
    win32: "`winget install Gyan.FFmpeg`",
  }[process.platform as string];
  return `Install it${command ? ` with ${command}` : ""}, or set UNDERSTUDY_FFMPEG to the path of one.`;
}
