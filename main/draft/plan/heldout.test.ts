import { beforeAll, describe, expect, it } from "vitest";
import { ATTRIBUTES, checkLabels, f1, heldOut, type Measure, measure } from "./heldout.fixture.ts";

/** The half that neither training nor the choice of anything has seen. */
let test: Measure;
beforeAll(async () => {
  test = await measure("test");
});

/** What every attribute is to reach. */
const GOAL = 0.95;

describe("the shipped reader, on held-out prompts", () => {
  it("is measured on at least three hundred well labelled prompts", async () => {
    expect(checkLabels(await heldOut("test"))).toEqual([]);
    expect(test.prompts).toBeGreaterThanOrEqual(300);
  });

  it.each(ATTRIBUTES)("reads as much right as docs/backlot.md says: %s", (attribute) => {
    expect(test.accuracy[attribute]).toBeGreaterThanOrEqual(GOAL);
  });

  it("hears the sounds that are asked for", () => {
    expect(f1(test.sounds)).toBeGreaterThanOrEqual(0.93);
  });

  it("tells of what it does not know, and rarely of what it does", () => {
    expect(f1(test.unknown)).toBeGreaterThanOrEqual(0.68);
    expect(test.unknownTold).toBeGreaterThanOrEqual(0.8);
    expect(test.falseAlarms).toBeLessThanOrEqual(0.11);
  });

  it("is much less sure where it is wrong", () => {
    expect(test.wrongTold).toBeGreaterThan(4 * test.rightTold);
  });
});
