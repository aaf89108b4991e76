import { describe, expect, it } from "vitest";
import type { DraftEstimate, Stage } from "#contract/draft.ts";
import { ProgressMeter } from "./progress.ts";

const NOTHING: DraftEstimate = { ms: null, paintMs: null, paintFrom: null, drafts: 0 };
const MEASURED: DraftEstimate = { ms: 10_000, paintMs: 3000, paintFrom: "drafts", drafts: 2 };

function at(
  stage: Stage,
  fraction: number,
  change: { part?: number; parts?: number; cached?: boolean } = {},
) {
  return { stage, part: 0, parts: 1, fraction, cached: false, ms: 0, ...change };
}

describe("the progress of a draft", () => {
  it("weighs stages by the time that they are expected to take", () => {
    const meter = new ProgressMeter({ ...MEASURED, paintMs: 8000 }, () => 0);
    meter.update(at("plan", 1));
    const planned = meter.view().fraction;
    meter.update(at("paint", 1, { part: 1, parts: 2 }));
    expect(meter.view()).toMatchObject({ stage: "paint", stages: { plan: 1, paint: 0.5 } });
    expect(meter.view().fraction - planned).toBeCloseTo(0.4, 5);
  });

  it("tells the time that is left at the pace of what was done, not of what was found finished", () => {
    let now = 0;
    const meter = new ProgressMeter(MEASURED, () => now);
    expect(meter.view().remainingMs).toBeCloseTo(10_000, 5);
    meter.update(at("plan", 1, { cached: true }));
    meter.update(at("paint", 1, { cached: true }));
    const left = meter.view().remainingMs!;
    meter.update(at("animate", 0.5));
    now = 4600;
    expect(meter.view().remainingMs).toBeCloseTo((left - 2300) * 2, 5);
  });

  it("knows no time where nothing was measured, still moves, and never goes back", () => {
    const meter = new ProgressMeter(NOTHING, () => 0);
    meter.update(at("plan", 1));
    meter.update(at("score", 0.5));
    expect(meter.view()).toMatchObject({ remainingMs: null, stage: "paint" });
    meter.update(at("paint", 1));
    const { fraction } = meter.view();
    meter.update(at("paint", 0, { part: 1, parts: 3 }));
    expect(meter.view().fraction).toBe(fraction);
  });
});
