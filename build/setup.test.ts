import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const RUN = fileURLToPath(new URL("run.mjs", import.meta.url));
const SETUP = new URL("setup.mjs", import.meta.url).href;

let checkout: string;

/** A checkout with one dependency, a folder beside it, so that npm needs no network. */
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "understudy-setup-"));
  const dependencies = { dependency: "file:dependency" };
  write("package.json", { name: "checkout", version: "1.0.0", dependencies });
  write("dependency/package.json", { name: "dependency", version: "1.0.0", scripts: { install: "exit 1" } });
  write("package-lock.json", {
    name: "checkout",
    version: "1.0.0",
    lockfileVersion: 3,
    packages: {
      "": { name: "checkout", version: "1.0.0", dependencies },
      dependency: { version: "1.0.0", hasInstallScript: true },
      "node_modules/dependency": { resolved: "dependency", link: true },
    },
  });
  write("bin/ffmpeg", "#!/bin/sh\nexit 0\n");
  chmodSync(join(checkout, "bin/ffmpeg"), 0o755);
});
afterEach(() => {
  rmSync(checkout, { recursive: true, force: true });
});

function write(path: string, content: string | object): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), typeof content === "string" ? content : JSON.stringify(content));
}

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

function start(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
  return new Promise((resolve) => {
    const options = {
      env: { ...process.env, UNDERSTUDY_FFMPEG: undefined, npm_execpath: undefined, ...env },
    };
    const child = execFile(process.execPath, args, options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, stdout, stderr }),
    );
  });
}

/** Sets the checkout up in a process of its own and prints the Node that was chosen. */
function setUp(essential: string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
  const script = `
    import { setUp } from ${JSON.stringify(SETUP)};
    const wants = { root: ${JSON.stringify(checkout)}, essential: ${JSON.stringify(essential)} };
    await setUp(wants).then(console.log, (error) => { console.error(error.message); process.exit(1); });`;
  return start(["--input-type=module", "-e", script], env);
}

const withFfmpeg = () => ({ UNDERSTUDY_FFMPEG: join(checkout, "bin/ffmpeg") });
/** Where no program can be found, so that starting one would fail. */
const noPrograms = () => ({ PATH: join(checkout, "nothing") });

test("installs once, without install scripts, and then starts no program at all", async () => {
  const first = await setUp(["ffmpeg"], withFfmpeg());
  expect(first.stderr).toBe("Set-up: installing the packages (npm ci, once).\n");
  expect(first).toMatchObject({ code: 0, stdout: `${process.execPath}\n` });

  const second = await setUp(["ffmpeg"], { ...withFfmpeg(), ...noPrograms() });
  expect(second).toEqual({ code: 0, stdout: first.stdout, stderr: "" });
});

test("installs again when a package or the stamp is gone, or the lock file changed", async () => {
  await setUp([]);
  rmSync(join(checkout, "node_modules/dependency"));
  expect(await setUp([])).toMatchObject({ code: 0, stderr: expect.stringContaining("npm ci") });

  write("node_modules/half-written/package.json", "{");
  rmSync(join(checkout, "node_modules/.understudy-setup.json"));
  rmSync(join(checkout, "node_modules/.package-lock.json"));
  expect(await setUp([])).toMatchObject({ code: 0, stderr: expect.stringContaining("npm ci") });
  expect(existsSync(join(checkout, "node_modules/half-written"))).toBe(false);

  const lock = readFileSync(join(checkout, "package-lock.json"), "utf8");
  write("package-lock.json", `${lock}\n`);
  expect(await setUp([])).toMatchObject({ code: 0 });
  expect(await setUp([], noPrograms())).toMatchObject({ code: 0, stderr: "" });
});

test("set-ups at the same time wait for each other", async () => {
  const results = await Promise.all(Array.from({ length: 3 }, () => setUp([])));
  for (const result of results) expect(result.code).toBe(0);
  const installs = results.filter(({ stderr }) => stderr.includes("npm ci"));
  expect(installs).toHaveLength(1);
  expect(existsSync(join(checkout, ".setup/lock"))).toBe(false);
});

test("an ffmpeg that does not run is named, not replaced", async () => {
  write("bin/ffmpeg", "#!/bin/sh\nexit 1\n");
  const result = await setUp(["ffmpeg"], withFfmpeg());
  expect(result).toMatchObject({ code: 1, stdout: "" });
  expect(result.stderr).toContain(
    `UNDERSTUDY_FFMPEG is ${join(checkout, "bin/ffmpeg")}, which is not a program`,
  );
});

test("without npm it says what to install", async () => {
  const result = await setUp([], noPrograms());
  expect(result).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("npm was not found: install Node"),
  });
});

test("an unknown task is refused with the tasks there are, nothing on standard output", async () => {
  const result = await start([RUN, "paint"]);
  expect(result).toMatchObject({ code: 2, stdout: "" });
  expect(result.stderr).toMatch(
    /no task "paint".*setup, start, draft, cli, doctor, test, dist, bench, screens, gallery/s,
  );
});
