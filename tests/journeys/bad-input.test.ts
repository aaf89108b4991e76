import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliResult, type Sandbox, sandbox } from "./cli.ts";

const BACKLOT = fileURLToPath(new URL("../../assets/backlot", import.meta.url));

let box: Sandbox;
beforeEach(() => {
  box = sandbox();
});
afterEach(() => box.remove());

/** What every refusal looks like: two lines for people, the same for programs, and no stack. */
function expectRefusal(result: CliResult, code: string, words: string | RegExp): void {
  const { error } = result.json as { error: { code: string; message: string; hint: string } };
  expect(error.code).toBe(code);
  expect(result.stderr).toBe(`${error.message}\n${error.hint}\n`);
  expect(result.stderr).toMatch(words);
  expect(error.hint).not.toBe("");
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(result.code).toBe(2);
}

describe("a request that cannot be met", () => {
  const PROMPT = "a calm sea";
  it.each<[string, string[], string, string | RegExp]>([
    ["an empty prompt", [""], "bad-input", "The prompt is empty"],
    ["a blank prompt", ["  \n "], "bad-input", "The prompt is empty"],
    ["no prompt", [], "bad-input", "The prompt is empty"],
    ["a prompt of 10 000 characters", ["a".repeat(10_000)], "bad-input", /10000 characters; 2000/],
    ["size 1x1", [PROMPT, "--size", "1x1"], "bad-input", /--size.*1x1.*\n.*854x480, 480x854, 640x640/],
    ["0 seconds", [PROMPT, "--seconds", "0"], "bad-input", "--seconds"],
    ["999 seconds", [PROMPT, "--seconds", "999"], "bad-input", "--seconds"],
    ["seconds in words", [PROMPT, "--seconds", "ten"], "bad-input", "--seconds"],
    ["25 fps", [PROMPT, "--fps", "25"], "bad-input", "--fps"],
    ["a seed with a fraction", [PROMPT, "--seed", "1.5"], "bad-input", "--seed"],
    ["a negative seed", [PROMPT, "--seed=-1"], "bad-input", "--seed"],
    ["an empty seed", [PROMPT, "--seed", ""], "bad-input", "--seed"],
    ["a style that nobody knows", [PROMPT, "--style", "cubist"], "bad-input", "--style"],
    ["a provider that nobody knows", [PROMPT, "--provider", "abacus"], "bad-input", "--provider"],
    ["too many steps", [PROMPT, "--steps", "1000"], "bad-input", "--steps"],
    ["an option that nobody knows", [PROMPT, "--sharp"], "bad-input", "--sharp"],
    ["a pack that is not installed", [PROMPT, "--pack", "nope"], "not-found", /"nope"/],
    ["an out that is a folder", [PROMPT, "--out", "/"], "bad-input", "is a folder"],
    ["an out in no folder", [PROMPT, "--out", "/no/such/clip.mp4"], "not-writable", "no folder"],
    [
      "an out that cannot be written",
      [PROMPT, "--out", "/proc/clip.mp4"],
      "not-writable",
      "cannot be written",
    ],
    ["an out that is no MP4", [PROMPT, "--out", "clip.gif"], "bad-input", "does not end in .mp4"],
    ["an out that is a device", [PROMPT, "--out", "/dev/null"], "bad-input", "no ordinary file"],
  ])("is refused: %s", async (_, args, code, message) => {
    expectRefusal(await box.run(["draft", ...args, "--json"]), code, message);
    expect(existsSync(box.home)).toBe(false);
    expect(readdirSync(box.root)).toEqual([]);
  });

  it("says what fps and sizes there are", async () => {
    const result = await box.run(["draft", PROMPT, "--fps", "25"]);
    expect(result.stderr).toContain("24");
    expect(result.stdout).toBe("");
  });

  it("does not overwrite what is at --out", async () => {
    const out = join(box.root, "clip.mp4");
    writeFileSync(out, "precious");
    await box.run(["draft", PROMPT, "--seconds", "0", "--out", out]);
    expect(readFileSync(out, "utf8")).toBe("precious");
  });
});

describe("other commands", () => {
  it.each<[string, string[], string, string]>([
    ["an unknown command", ["frobnicate", "--json"], "bad-input", "frobnicate"],
    ["show of nothing", ["show", "0123", "--json"], "not-found", "0123"],
    ["rm of nothing", ["rm", "0123", "--json"], "not-found", "0123"],
    ["resume with nothing to resume", ["resume", "--json"], "not-found", "No draft was interrupted"],
    ["restore-backup without one", ["restore-backup", "--json"], "not-found", "no backup"],
    ["list with a wrong limit", ["list", "--limit", "0", "--json"], "bad-input", "--limit"],
  ])("refuse %s", async (_, args, code, message) => {
    expectRefusal(await box.run(args), code, message);
  });

  it("are needed", async () => {
    expect(await box.run([])).toMatchObject({ code: 2, stderr: expect.stringContaining("No command") });
  });

  it("list an empty library", async () => {
    expect((await box.run(["list", "--json"])).json).toEqual({ generations: [], jobs: [], next: null });
  });

  it("help, with exit code 0", async () => {
    const result = await box.run(["draft", "--help"]);
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toContain("--seconds");
  });
});

describe("a home that cannot be used", () => {
  it("that is a file", async () => {
    writeFileSync(box.home, "");
    expectRefusal(await box.run(["list", "--json"]), "not-writable", "is a file");
  });

  it("with a damaged library: the backup is offered, and works", async () => {
    await box.run(["list"]);
    cpSync(join(box.home, "library.db"), join(box.home, "library.backup.db"));
    writeFileSync(join(box.home, "library.db"), "x".repeat(20_000));
    for (const command of [["list"], ["draft", "a calm sea"]]) {
      const result = await box.run([...command, "--json"]);
      expectRefusal(result, "corrupt-library", "is damaged");
      expect(result.stderr).toContain("understudy restore-backup");
    }
    expect((await box.run(["restore-backup"])).code).toBe(0);
    expect((await box.run(["list"])).code).toBe(0);
    expect(readdirSync(box.home).some((name) => name.startsWith("library.db.damaged-"))).toBe(true);
  });

  it("on a full disk: nothing is left behind", async (context) => {
    mkdirSync(box.home);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", box.home], { stdio: "ignore" });
    } catch {
      context.skip("mounting a small disk takes root");
    }
    try {
      expectRefusal(await box.run(["draft", "a calm sea", "--json"]), "no-space", /needs about|is full/);
      expect(readdirSync(join(box.home, "tmp"))).toEqual([]);
      expect(readdirSync(join(box.home, "cache"))).toEqual([]);
      expect(readdirSync(join(box.home, "media"))).toEqual([]);
      expect((await box.run(["list", "--json"])).json).toMatchObject({ generations: [], jobs: [] });
    } finally {
      execFileSync("umount", [box.home]);
    }
  });
});

describe("a damaged built-in pack", () => {
  it("is named with the file and the cure", async () => {
    const pack = join(box.root, "backlot");
    cpSync(BACKLOT, pack, { recursive: true });
    const broken = join(pack, "painter", "sea.onnx");
    writeFileSync(broken, readFileSync(broken).fill(0, 100, 200));
    const result = await box.run(["draft", "a calm sea", "--json"], { UNDERSTUDY_BACKLOT: pack });
    expectRefusal(result, "corrupt-pack", "sea.onnx");
    expect(result.stderr).toContain("git checkout");
    rmSync(broken);
    const missing = await box.run(["draft", "a calm sea", "--json"], { UNDERSTUDY_BACKLOT: pack });
    expectRefusal(missing, "corrupt-pack", "missing");
    expect(existsSync(box.home)).toBe(false);
  });
});
