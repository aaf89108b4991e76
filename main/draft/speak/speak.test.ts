import { expect, it } from "vitest";
import type { StageContext } from "#main/draft/stage.ts";
import { SpeakOutput, speak } from "./index.ts";

it("has nothing to say for a storyboard without dialogue", async () => {
  const storyboard = { shots: [], sounds: [], notes: [] } as unknown as Parameters<
    typeof speak
  >[0]["storyboard"];
  expect(SpeakOutput.parse(await speak({ storyboard }, {} as StageContext))).toEqual({ lines: [] });
});
