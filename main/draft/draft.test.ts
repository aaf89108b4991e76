import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DraftRequest } from "#contract/draft.ts";
import type { Diffusion } from "#contract/engine.ts";
import { findHome } from "#main/home.ts";
import { type Engine, startEngine } from "#main/inference/index.ts";
import { type Library, openLibrary } from "#main/library/index.ts";
import { addPack, BUILT_IN_PACK, findPack, type Pack } from "#main/packs/index.ts";
import { draft, estimateDraft } from "./index.ts";

const TURBO = join(import.meta.dirname, "../../tests/fixtures/packs/sd-turbo");

let root: string;
let library: Library;
let engine: Engine;
let pack: Pack;
let reader: Pack;
/** What each `diffuse` of the engine had to load. */
const loaded: string[][] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "understudy-draft-"));
  const home = findHome({ UNDERSTUDY_HOME: join(root, "home") });
  library = await openLibrary(home);
  await addPack({ home, source: TURBO, id: "turbo", provider: "cpu" });
  [pack, reader] = [await findPack("turbo", home), await findPack(BUILT_IN_PACK, home)];
  engine = startEngine();
});
afterAll(async () => {
  await engine.close();
  library.close();
  rmSync(root, { recursive: true, force: true });
});

/** The real engine, seen through: what it loads is written down. */
function watched(): Engine {
  const run: Engine["run"] = async (task, input, options) => {
    const output = await engine.run(task, input, options);
    if (task === "diffuse") loaded.push((output as Diffusion).loaded);
    return output;
  };
  return new Proxy(engine, {
    get: (target, key) => (key === "run" ? run : Reflect.get(target, key, target)),
  });
}

const ask = (prompt: string, steps = 2) =>
  DraftRequest.parse({ prompt, seconds: 1, size: "640x640", fps: 24, seed: 3, pack: "turbo", steps });

function make(prompt: string, signal?: AbortSignal) {
  const common = { library, pack, reader, provider: "cpu" as const, engine: watched() };
  return draft({ ...common, request: ask(prompt), ...(signal && { signal }) });
}

it("drafts in one engine load nothing twice, also after one that was cancelled, and tell how long the next takes", async () => {
  const options = { library, pack, provider: "cpu" as const };
  const before = await estimateDraft(ask("a hill"), options);
  expect(before).toMatchObject({ ms: null, paintFrom: "trial", drafts: 0 });
  expect(before.paintMs).toBeGreaterThan(0);

  const first = await make("a hill");
  expect(loaded).toEqual([["text_encoder", "unet", "vae_decoder"]]);
  const { pid } = engine;
  await expect(make("a lake", AbortSignal.timeout(1))).rejects.toThrow();
  const second = await make("a castle");
  expect(engine.pid).toBe(pid);
  expect(loaded.slice(1).flat()).toEqual([]);
  expect(loaded.length).toBeGreaterThan(1);
  expect(second.generation.id).not.toBe(first.generation.id);
  // Each draft counts its own inference.
  expect(first.inferenceMs + second.inferenceMs).toBeLessThanOrEqual(engine.inferenceMs);

  const after = await estimateDraft(ask("a wood"), options);
  expect(after).toMatchObject({ ms: expect.any(Number), paintFrom: "drafts", drafts: 2 });
  const longer = await estimateDraft(ask("a wood", 8), options);
  expect(longer.paintMs! / after.paintMs!).toBeCloseTo(4, 1);
}, 120_000);
