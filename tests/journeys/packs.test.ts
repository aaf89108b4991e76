import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { zipFile } from "../../main/packs/add/zip.fixture.ts";
import { COMMIT, startHub } from "../../main/packs/hub/hub.fixture.ts";
import { mapNetwork } from "../../main/packs/onnx.fixture.ts";
import { type CliResult, resultOf, type Sandbox, sandbox, startCli } from "./cli.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures/packs", import.meta.url));

let box: Sandbox;
beforeEach(() => {
  box = sandbox();
});
afterEach(() => box.remove());

const packs = (...args: string[]) => box.run(["packs", ...args]);
const add = (source: string, ...more: string[]) =>
  packs("add", source, "--provider", "cpu", "--json", ...more);

function folder(files: Record<string, Buffer | string>): string {
  const dir = join(box.root, "pack");
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(dir, file, ".."), { recursive: true });
    writeFileSync(join(dir, file), content);
  }
  return dir;
}

/** Two lines for people, one of JSON, exit code 2, no stack, and no pack. */
function expectRefusal(result: CliResult, code: string, words: RegExp): void {
  const { error } = result.json as { error: { code: string; message: string; hint: string } };
  expect(error.code).toBe(code);
  expect(result.stderr).toContain(`${error.message}\n${error.hint}\n`);
  expect(error.message).toMatch(words);
  expect(error.hint).not.toBe("");
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(result.code).toBe(2);
  expect(existsSync(join(box.home, "packs")) ? readdirSync(join(box.home, "packs")) : []).toEqual([]);
}

describe("packs", () => {
  it("are added from a folder, shown, listed, verified and removed", async () => {
    const dir = join(box.root, "turbo");
    cpSync(join(FIXTURES, "sd-turbo"), dir, { recursive: true });
    writeFileSync(join(dir, "LICENSE"), "Permission is granted.\n");
    const added = await packs("add", dir, "--provider", "cpu");
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining("Permission is granted.") });
    expect(added.stderr).toMatch(
      /A diffusion pack for pictures \(sd\)\. It needs about .* of memory.*are free/,
    );
    expect((await packs("list", "--json")).json).toMatchObject({
      packs: [{ id: "backlot" }, { id: "turbo", kind: "image", inPlace: true, dir, damage: "" }],
      downloads: [],
    });
    const shown = await packs("show", "turbo");
    for (const words of [
      "picture from picture",
      "a step",
      "cpu      yes",
      "cuda     no:",
      "Permission is granted.",
    ]) {
      expect(shown.stdout).toContain(words);
    }
    expect((await packs("show", "turbo", "--json")).json).toMatchObject({
      id: "turbo",
      abilities: { steps: 4 },
      speed: { provider: "cpu" },
      licenceText: "Permission is granted.\n",
    });
    expect((await packs("verify", "--json")).json).toMatchObject({
      packs: [{ id: "backlot" }, { id: "turbo", broken: [] }],
    });
    writeFileSync(join(dir, "unet", "config.json"), "{}");
    const broken = await packs("verify", "turbo", "--json");
    expect(broken).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("unet/config.json is not what its card says"),
    });
    expect(broken.json).toMatchObject({
      packs: [{ broken: [{ file: "unet/config.json" }] }],
      error: { code: "corrupt-pack" },
    });
    expect((await packs("remove", "turbo", "--json")).json).toEqual({ removed: "turbo", kept: dir });
    expect(existsSync(join(dir, "unet", "model.onnx"))).toBe(true);
  });

  it("tell which scheduler they are given where they have none", async () => {
    const dir = join(box.root, "locomotion");
    cpSync(join(FIXTURES, "motion"), dir, { recursive: true });
    for (const path of ["model_index.json", "scheduler", "tokenizer/tokenizer_config.json"]) {
      rmSync(join(dir, path), { recursive: true });
    }
    expect((await add(dir)).code).toBe(0);
    const shown = await packs("show", "locomotion");
    expect(shown.stdout).toMatch(/scheduler LCMScheduler, which is assumed: the pack has no scheduler/);
    expect(shown.stdout).toMatch(/steps +8/);
  }, 60_000);

  it("are fetched from the hub over a bad connection", async () => {
    const weights = Buffer.alloc(400_000, 3);
    const hub = await startHub("somebody/depth", {
      "onnx/model.onnx": mapNetwork("predicted_depth", 0, "model.onnx_data"),
      "onnx/model.onnx_data": weights,
      "model.bin": "a checkpoint that stays there",
    });
    hub.troubles = { dropAfter: 150_000, drops: 2 };
    try {
      const env = { HF_ENDPOINT: hub.url, HF_TOKEN: "" };
      const added = await box.run(["packs", "add", "somebody/depth", "--provider", "cpu", "--json"], env);
      expect(added.json).toMatchObject({
        id: "depth",
        kind: "depth",
        revision: COMMIT,
        licence: "openrail++",
      });
      const file = join(box.home, "packs", "depth", "onnx", "model.onnx_data");
      expect(readFileSync(file).equals(weights)).toBe(true);
      expect(hub.requests.map(({ path }) => path)).not.toContain("model.bin");
    } finally {
      await hub.close();
    }
  });
});

describe("a download", () => {
  it("goes on after its process was killed, and shows in the list until then", async () => {
    const weights = Buffer.from(Array.from({ length: 2_000_000 }, (_, i) => (i * i * 31) % 251));
    const hub = await startHub("somebody/depth", {
      "model.onnx": mapNetwork("depth", 1, "model.onnx_data"),
      "model.onnx_data": weights,
    });
    const env = { UNDERSTUDY_HOME: box.home, HF_ENDPOINT: hub.url, HF_TOKEN: "" };
    const args = ["packs", "add", "somebody/depth", "--provider", "cpu", "--json"];
    try {
      hub.troubles = { dropAfter: 100_000, drops: 1000 };
      const killed = startCli(args, env);
      const ended = resultOf(killed, args);
      await expect.poll(() => hub.requests.length, { timeout: 30_000 }).toBeGreaterThan(3);
      killed.kill("SIGKILL");
      await ended;
      expect((await packs("list", "--json")).json).toMatchObject({
        packs: [{ id: "backlot" }],
        downloads: [{ source: "somebody/depth", commit: COMMIT }],
      });
      hub.troubles = {};
      hub.requests.length = 0;
      expect((await box.run(args, env)).json).toMatchObject({ id: "depth", revision: COMMIT });
      expect(hub.requests).toEqual([
        expect.objectContaining({ path: "model.onnx_data", range: expect.stringMatching(/=[1-9]\d+-$/) }),
      ]);
      expect(readFileSync(join(box.home, "packs", "depth", "model.onnx_data")).equals(weights)).toBe(true);
      expect((await packs("list", "--json")).json).toMatchObject({ downloads: [] });
    } finally {
      await hub.close();
    }
  });
});

describe("a pack is refused, whole and clearly:", () => {
  const depth = mapNetwork("depth");
  it.each<[string, () => string, string, RegExp]>([
    ["a pickle", () => folder({ "model.onnx": depth, "model.pt": "x" }), "bad-input", /model\.pt.*pickle/],
    [
      "weights outside its folder",
      () => folder({ "model.onnx": mapNetwork("depth", 1, "../../w") }),
      "bad-input",
      /leads out/,
    ],
    [
      "weights cut short",
      () => folder({ "model.onnx": mapNetwork("depth", 1, "w"), w: "" }),
      "corrupt-pack",
      /cut short/,
    ],
    [
      "a damaged graph",
      () => folder({ "model.onnx": depth.subarray(0, 50) }),
      "corrupt-pack",
      /not a whole ONNX/,
    ],
    ["operators that the CPU lacks", () => join(FIXTURES, "fused"), "provider-unavailable", /no GroupNorm/],
    ["values that are no numbers", () => join(FIXTURES, "nonfinite"), "corrupt-pack", /no numbers/],
    ["nothing that is known", () => folder({ "notes.txt": "" }), "bad-input", /no ONNX model/],
    ["no such place", () => join(box.root, "nowhere"), "not-found", /no folder or file/],
  ])("%s", async (_, source, code, words) => {
    expectRefusal(await add(source()), code, words);
  });

  it.each<[string, Parameters<typeof zipFile>[0], RegExp]>([
    ["a zip bomb", [{ name: "model.onnx", content: Buffer.alloc(2e7) }], /zip bomb/],
    [
      "a zip file that writes elsewhere",
      [{ name: "../../model.onnx", content: depth }],
      /leads (out|elsewhere)/,
    ],
    ["a zip file with a link", [{ name: "model.onnx", content: "/etc/passwd", mode: 0o120777 }], /is a link/],
  ])("%s", async (_, entries, words) => {
    const zip = join(box.root, "pack.zip");
    writeFileSync(zip, zipFile(entries));
    expectRefusal(await add(zip), "bad-input", words);
  });

  it("a pack for which the disk has no room", async (context) => {
    mkdirSync(box.home);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", box.home], { stdio: "ignore" });
    } catch {
      context.skip("mounting a small disk takes root");
    }
    try {
      const dir = folder({ "model.onnx": mapNetwork("depth") });
      expectRefusal(await add(dir, "--copy"), "no-space", /needs .* may be used/);
      const zip = join(box.root, "pack.zip");
      writeFileSync(zip, zipFile([{ name: "model.onnx", content: mapNetwork("depth") }]));
      expectRefusal(await add(zip), "no-space", /unpacks to more/);
      // dd fails by design: it writes until nothing more fits.
      spawnSync("dd", ["if=/dev/zero", `of=${join(box.home, "ballast")}`, "bs=64k"]);
      expectRefusal(await add(folder({})), "no-space", /is full/);
    } finally {
      execFileSync("umount", [box.home]);
    }
  });

  it("a hub that cannot be reached", async () => {
    const hub = await startHub("a/b", {});
    await hub.close();
    const result = await box.run(["packs", "add", "a/b", "--json"], { HF_ENDPOINT: hub.url, HF_TOKEN: "" });
    expectRefusal(result, "unreachable", /cannot be reached \(ECONNREFUSED\)/);
  });
});
