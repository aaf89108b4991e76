import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROVIDERS } from "#contract/draft.ts";
import { startEngine } from "./client.ts";
import { probeProviders } from "./probe.ts";
import { cachedProbe } from "./probe-cache.ts";

const FIXTURE = fileURLToPath(new URL("./probe.fixture.ts", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "understudy-probe-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("probing", () => {
  it("runs for real on the CPU, from within the engine, and has a sentence for each that does not work", async () => {
    const engine = startEngine();
    const statuses = await engine.run("probe", {}).finally(() => engine.close());
    expect(statuses.map(({ provider }) => provider)).toEqual([...PROVIDERS]);
    const cpu = statuses.find(({ provider }) => provider === "cpu");
    expect(cpu).toMatchObject({ available: true, reason: "" });
    expect(cpu!.probeMs).toBeGreaterThan(0);
    for (const { available, reason, provider } of statuses) {
      expect(available || reason.startsWith(provider)).toBe(true);
    }
  });

  it.runIf(process.platform === "linux")(
    "survives a driver that crashes and one that computes wrongly",
    async () => {
      const statuses = await probeProviders({ entry: FIXTURE });
      const reasonOf = (name: string) => statuses.find(({ provider }) => provider === name)?.reason;
      expect(reasonOf("webgpu")).toMatch(/crashed \(SIGABRT\).*|crashed/);
      expect(reasonOf("cuda")).toMatch(/wrong numbers/);
      expect(reasonOf("cpu")).toBe("");
      const told = statuses.map(({ provider, text }) => [provider, text?.key]);
      expect(told).toEqual(
        expect.arrayContaining([
          ["webgpu", "crashed"],
          ["cuda", "wrong-numbers"],
          ["dml", "other-system"],
        ]),
      );
    },
  );

  it("is remembered until a driver setting changes, and done anew when the file is damaged", async () => {
    const file = join(folder, "probe.json");
    const first = await cachedProbe(file, { entry: FIXTURE });
    const { mtimeMs } = await stat(file);
    expect(await cachedProbe(file, { entry: FIXTURE })).toEqual(first);
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
    const before = JSON.parse(await readFile(file, "utf8")).key;
    await cachedProbe(file, { entry: FIXTURE, env: { VK_ICD_FILENAMES: "/elsewhere.json" } });
    expect(JSON.parse(await readFile(file, "utf8")).key).not.toBe(before);
    await writeFile(file, "{");
    expect(await cachedProbe(file, { entry: FIXTURE })).toEqual(first);
  });
});

const SWIFTSHADER = "/usr/lib/chromium/vk_swiftshader_icd.json";
describe(`WebGPU in software${existsSync(SWIFTSHADER) ? "" : ` (skipped: no ${SWIFTSHADER}; install chromium and libvulkan1)`}`, () => {
  it.skipIf(!existsSync(SWIFTSHADER))("computes what the CPU does within 1e-5", async () => {
    const compare = fileURLToPath(new URL("./compare.fixture.ts", import.meta.url));
    const { execFileSync } = await import("node:child_process");
    const text = execFileSync(process.execPath, [compare], {
      env: { ...process.env, VK_ICD_FILENAMES: SWIFTSHADER },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const { difference, count } = JSON.parse(text);
    expect(count).toBe(16 * 64 * 64);
    expect(difference).toBeLessThan(1e-5);
  });
});
