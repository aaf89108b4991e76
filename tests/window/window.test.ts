import { afterAll, beforeAll, expect, test } from "vitest";
import { openStudioWindow, type StudioWindow } from "./launch.ts";

let studio: StudioWindow;

beforeAll(async () => {
  studio = await openStudioWindow();
});
afterAll(() => studio.close());

test("the window's page reaches the main process through the bridge and only through it", async () => {
  const info = await studio.page.evaluate(async () => {
    const { understudy } = globalThis as unknown as {
      understudy: { call(name: string): Promise<{ value: object }> };
    };
    return (await understudy.call("app.info")).value;
  });
  expect(info).toMatchObject({ host: studio.host, home: studio.home });
  expect(await studio.page.evaluate("[typeof require, typeof process, typeof hostPage].join()")).toBe(
    "undefined,undefined,undefined",
  );
});
