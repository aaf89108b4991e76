import { describe, expect, it } from "vitest";
import { DraftRequest, type Stage } from "#contract/draft.ts";
import type { PackCard } from "#contract/pack.ts";
import type { MeasuredJob } from "#main/library/index.ts";
import { reckon } from "./reckon.ts";

const card = (kind: PackCard["kind"], more: Partial<PackCard> = {}): PackCard => ({
  ...{ id: "p", name: "p", version: 1, kind, files: {} },
  ...more,
});
const PAINTER = card("painter");
const IMAGE = card("image", {
  abilities: { steps: 10, guidance: 7, size: { width: 512, height: 512, fixed: true, multiple: 8 } },
  speed: {
    ...{ provider: "cpu", loadMs: 900, stepMs: 50, guidedSteps: 2, decodeMs: 100 },
    ...{ width: 512, height: 512, measured: "2026-01-01T00:00:00Z" },
  },
});
const MOTION = card("motion", {
  abilities: { ...IMAGE.abilities!, motion: { frames: 16 }, guidance: 1 },
  speed: IMAGE.speed!,
});

function request(wish: Partial<DraftRequest> = {}): DraftRequest {
  const usual = { prompt: "a hill", seconds: 10, size: "854x480", fps: 24, seed: 1, pack: "p" };
  return DraftRequest.parse({ ...usual, ...wish });
}

/** A draft whose shots were painted by `paint` milliseconds after it began. */
function job(
  paint: number[],
  wish: Partial<DraftRequest> = {},
  change: Partial<MeasuredJob> = {},
): MeasuredJob {
  const stage = (name: Stage, ms: number, part = 0) => ({ stage: name, part, ms, key: "", cached: false });
  return {
    request: request(wish),
    provider: "cpu",
    stages: [
      ...paint.map((ms, part) => stage("paint", ms, part)),
      ...[stage("plan", 10), stage("animate", 2400), stage("mix", 900, 0), stage("mix", 200, 1)],
      ...[stage("check", 300), stage("store", 90)],
    ],
    ...change,
  };
}

const AROUND = 10 + 200 + 300 + 90;

describe("reckoning", () => {
  it("knows nothing where nothing was measured", () => {
    expect(reckon(request(), PAINTER, "cpu", [])).toEqual({
      ms: null,
      paintMs: null,
      paintFrom: null,
      drafts: 0,
    });
  });

  it("takes a like draft's time", () => {
    expect(reckon(request(), PAINTER, "cpu", [job([1000])])).toEqual({
      ms: 1000 + 2400 + AROUND,
      paintMs: 1000,
      paintFrom: "drafts",
      drafts: 1,
    });
  });

  it("counts frames and shots", () => {
    const two = request({ prompt: "a hill; then a lake", seconds: 5 });
    expect(reckon(two, PAINTER, "cpu", [job([1000])])).toMatchObject({
      ms: 2000 + 1200 + AROUND,
      paintMs: 2000,
    });
    // Two shots are painted one after the other: the second one's time is that of both.
    expect(reckon(request(), PAINTER, "cpu", [job([700, 1400])]).paintMs).toBe(700);
  });

  it("counts steps, guidance and strength", () => {
    const earlier = [job([4000])]; // 10 steps with guidance
    const paint = (wish: Partial<DraftRequest>) => reckon(request(wish), IMAGE, "cpu", earlier).paintMs;
    expect(paint({ steps: 20 })).toBe(8000);
    expect(paint({ guidance: 1 })).toBe(2000);
    const init = { sha256: "0".repeat(64), extension: ".png" };
    const changed = [job([4000], { init, strength: 1 })];
    expect(reckon(request({ init, strength: 0.5 }), IMAGE, "cpu", changed).paintMs).toBe(2000);
  });

  it("counts the windows of motion packs", () => {
    const one = [job([1000], { seconds: 1 })];
    // 81 frames at 8 a second: windows at 0, 12, ... 60, and one that ends with the clip.
    expect(reckon(request(), MOTION, "cpu", one).paintMs).toBe(7000);
  });

  it("takes the median of the last five, and of none that is unlike or was found in the cache", () => {
    const cached = job([1]);
    cached.stages.find(({ stage }) => stage === "paint")!.cached = true;
    const like = [100, 900, 300, 200, 250, 5000].map((ms) => job([ms]));
    const unlike = [job([7], { pack: "q" }), job([7], {}, { provider: "webgpu" }), cached];
    expect(reckon(request(), PAINTER, "cpu", [...unlike, ...like])).toMatchObject({
      paintMs: 250,
      drafts: 5,
    });
  });

  it("is from the pack's trial as long as nothing was drafted with it", () => {
    const other = job([1000], { pack: "q" });
    const fromTrial = 900 + 10 * 2 * 50 + 100;
    expect(reckon(request(), IMAGE, "cpu", [other])).toEqual({
      ms: fromTrial + 2400 + AROUND,
      paintMs: fromTrial,
      paintFrom: "trial",
      drafts: 0,
    });
    expect(reckon(request(), IMAGE, "cpu", [])).toMatchObject({ ms: null, paintMs: fromTrial });
    expect(reckon(request(), IMAGE, "webgpu", [other])).toMatchObject({ ms: null, paintMs: null });
  });
});
