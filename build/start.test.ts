import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { chooseHost, hasDisplay } from "./start.ts";

const START = fileURLToPath(new URL("start.ts", import.meta.url));
const here = { found: true, detail: "/program" };
const missing = { found: false, detail: "not downloaded" };

function start(args: string[], env: NodeJS.ProcessEnv = {}) {
  const node = ["--disable-warning=ExperimentalWarning", START, ...args];
  const options = {
    env: { ...process.env, DISPLAY: "", WAYLAND_DISPLAY: "", ...env },
    encoding: "utf8",
  } as const;
  return spawnSync(process.execPath, node, options);
}

test("Electron is chosen where it is, else Chromium; a wish is a command", () => {
  expect(chooseHost(undefined, here, here)).toMatchObject({ host: "electron" });
  expect(chooseHost(undefined, missing, here)).toMatchObject({ host: "chromium", program: "/program" });
  expect(chooseHost("chromium", here, here)).toMatchObject({ host: "chromium" });
  expect(chooseHost("electron", missing, here)).toMatchObject({
    problem: expect.stringContaining("install-electron"),
  });
});

test("without either, both ways are named", () => {
  const { problem } = chooseHost(undefined, missing, missing) as { problem: string };
  expect(problem).toMatch(/For Electron: .*not downloaded.*For Chromium: /s);
});

test("only Linux tells that there is no display", () => {
  expect(hasDisplay({}, "linux")).toBe(false);
  expect(hasDisplay({ DISPLAY: ":0" }, "linux")).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: "wayland-0" }, "linux")).toBe(true);
  expect(hasDisplay({}, "darwin")).toBe(true);
});

test.runIf(process.platform === "linux")("without a display it offers the command line", () => {
  const { status, stderr, stdout } = start([]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/no display.*npm run draft -- /s);
});

test.each([[["--host", "firefox"]], [["--nonsense"]], [["file"]]])("does not guess what %j means", (args) => {
  const { status, stderr } = start(args);
  expect(status).toBe(2);
  expect(stderr).toContain("--host electron|chromium");
});
