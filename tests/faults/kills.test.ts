import { describe, expect, it } from "vitest";
import { random } from "#contract/random.ts";
import { killDrafts } from "./kills.ts";

// Process groups and their ends are seen through /proc.
describe.runIf(process.platform === "linux")("drafts that are killed", () => {
  it("leave a sound library, and go on to the same clip", async () => {
    const report = await killDrafts({
      kills: 3,
      killsPerDraft: 3,
      random: random(20),
      prompt: "a calm sea at dusk, waves",
      seconds: 1,
    });
    expect(report.faults).toEqual([]);
    expect(report.groupKills + report.commandKills).toBeGreaterThanOrEqual(3);
  }, 300_000);
});
