import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { findHome, type Home } from "#main/home.ts";
import { type AddProgress, addPack, packEntries, removePack, resumeDownload, verifyPack } from "../index.ts";
import { mapNetwork } from "../onnx.fixture.ts";
import { COMMIT, type Hub, startHub } from "./hub.fixture.ts";

const NAME = "somebody/net";
const WEIGHTS = Buffer.from(Array.from({ length: 2_000_000 }, (_, i) => (i * i * 31) % 251));

let root: string;
let home: Home;
let hub: Hub;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "understudy-pause-"));
  home = findHome({ UNDERSTUDY_HOME: join(root, "home") });
  hub = await startHub(NAME, {
    // Its names say nothing: the user has to.
    "model.onnx": mapNetwork("map", 0, "model.onnx_data"),
    "model.onnx_data": WEIGHTS,
  });
  vi.stubEnv("HF_ENDPOINT", hub.url);
  vi.stubEnv("HF_TOKEN", "");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await hub.close();
  rmSync(root, { recursive: true, force: true });
});

/** Begins the download and pauses it in the middle of the weights. */
async function pauseInTheMiddle(): Promise<void> {
  hub.troubles = { dropAfter: 150_000, drops: 1000 };
  const pausing = new AbortController();
  const wish = { id: "mine", kind: "depth", near: "small", provider: "cpu" } as const;
  const adding = addPack({
    ...{ home, source: NAME, ...wish, signal: pausing.signal },
    onProgress: ({ step, bytes }: AddProgress) => {
      if (step === "download" && bytes!.here > 400_000) pausing.abort();
    },
  });
  await expect(adding).rejects.toMatchObject({ name: "Problem", code: "cancelled" });
  hub.troubles = {};
  hub.requests.length = 0;
}

it("a paused download shows how far it is, and goes on from there with what was said of the pack", async () => {
  await pauseInTheMiddle();
  const [download] = (await packEntries(home)).downloads;
  expect(download).toMatchObject({ source: NAME, commit: COMMIT, running: false });
  expect(download!.arrived).toBeGreaterThan(400_000);
  expect(download!.bytes).toBeGreaterThan(WEIGHTS.length);

  const seen: { here: number; total: number }[] = [];
  const added = await resumeDownload(download!.key, {
    ...{ home, provider: "cpu" },
    onProgress: ({ bytes }) => bytes && seen.push(bytes),
  });
  expect(added).toMatchObject({ id: "mine", card: { kind: "depth", revision: COMMIT } });
  expect(added.card.abilities?.depth).toEqual({ near: "small", toldBy: "--near" });
  const from = Number(/^bytes=(\d+)-$/.exec(hub.requests[0]!.range!)![1]);
  expect(hub.requests).toHaveLength(1);
  expect(from).toBeGreaterThan(400_000);
  expect(seen.at(-1)).toEqual({ here: download!.bytes, total: download!.bytes });
  expect((await packEntries(home)).downloads).toEqual([]);

  const files: string[] = [];
  const options = { onProgress: (_: number, file: string) => files.push(file) };
  expect((await verifyPack("mine", home, options)).broken).toEqual([]);
  expect(files).toEqual(["model.onnx", "model.onnx_data"]);
  const signal = AbortSignal.abort();
  await expect(verifyPack("mine", home, { signal })).rejects.toMatchObject({ code: "cancelled" });
});

it("a paused download can be thrown away, and a running one cannot", async () => {
  await pauseInTheMiddle();
  const [{ key }] = (await packEntries(home)).downloads as unknown as [{ key: string }];
  let refusal: unknown;
  let running: boolean | undefined;
  const pausing = new AbortController();
  hub.troubles = { dropAfter: 100_000, drops: 1000 };
  const resumed = resumeDownload(key, {
    ...{ home, provider: "cpu", signal: pausing.signal },
    onProgress: async ({ bytes }) => {
      if (refusal !== undefined || bytes === undefined) return;
      refusal = "asked";
      running = (await packEntries(home)).downloads[0]?.running;
      refusal = await removePack(key, home).catch((error: unknown) => error);
      pausing.abort();
    },
  });
  await expect(resumed).rejects.toMatchObject({ code: "cancelled" });
  expect(running).toBe(true);
  expect(refusal).toMatchObject({ code: "bad-input", message: expect.stringContaining("is downloading") });
  expect(await removePack(key, home)).toEqual({ removed: key, kept: null });
  expect((await packEntries(home)).downloads).toEqual([]);
  await expect(resumeDownload(key, { home })).rejects.toMatchObject({ code: "not-found" });
});
