/** The window at work: what its page may do, tried from within the page. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findHome } from "../../main/home.ts";
import { mediaPath } from "../../main/library/index.ts";
import { openStudioWindow, type StudioWindow } from "./launch.ts";

// Browsers start slowly on busy machines.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

let studio: StudioWindow;

beforeAll(async () => {
  studio = await openStudioWindow();
  await studio.page.getByRole("navigation").waitFor();
});
afterAll(() => studio.close());

/** Runs in the page, where nothing of our types is known. */
const inPage = <T>(script: string): Promise<T> => studio.page.evaluate(`(async () => { ${script} })()`);

test("the page opens without a word of complaint", async () => {
  const client = await studio.page.context().newCDPSession(studio.page);
  const entries: string[] = [];
  // Also what was logged before anybody listened.
  client.on("Log.entryAdded", ({ entry }) => entries.push(`${entry.level}: ${entry.text} ${entry.url}`));
  await client.send("Log.enable");
  await studio.page.getByText("Nothing leaves this machine").waitFor();
  await client.detach();
  expect(entries).toEqual([]);
});

describe("the bridge", () => {
  test("leads to the main process, with no other way there", async () => {
    const reply = await inPage(`return understudy.call("app.info")`);
    expect(reply).toMatchObject({ ok: true, value: { host: studio.host, home: studio.home, trouble: null } });
    const globals = ["require", "process", "module", "Buffer", "hostPage", "ipcRenderer", "electron"];
    expect(await inPage(`return [${globals.map((name) => `typeof ${name}`).join()}]`)).toEqual(
      globals.map(() => "undefined"),
    );
    expect(await inPage("return Object.keys(understudy).sort()")).toEqual(["call", "locate", "on"]);
  });

  test("cannot be changed by the page", async () => {
    const attempt =
      "'use strict'; try { understudy.call = () => 1 } catch {} try { understudy = 1 } catch {}";
    expect(await inPage(`${attempt}; return (await understudy.call("app.info")).ok`)).toBe(true);
  });

  test.each(["app.quit", "call:app.info", "__proto__", "constructor"])("has no call %s", async (name) => {
    expect(
      await inPage(`try { return await understudy.call("${name}") } catch (e) { return e.message }`),
    ).toMatch(/There is no call/);
  });

  test("refuses malformed input in words", async () => {
    const reply = await inPage(`return understudy.call("app.openExternal", { link: 5, extra: new Map() })`);
    expect(reply).toMatchObject({ ok: false, error: { code: "bad-input" } });
  });
});

describe("permissions", () => {
  test.each(["geolocation", "notifications", "midi", "clipboard-read", "local-fonts", "idle-detection"])(
    "%s is denied without asking",
    async (name) => {
      expect(await inPage(`return (await navigator.permissions.query({ name: "${name}" })).state`)).toBe(
        "denied",
      );
    },
  );

  test.each(["camera", "microphone"])("%s is for cameos", async (name) => {
    expect(await inPage(`return (await navigator.permissions.query({ name: "${name}" })).state`)).toBe(
      "granted",
    );
  });

  test("a position is not told", async () => {
    const code = await inPage(
      "return new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve(0), (e) => resolve(e.code)))",
    );
    expect(code).toBe(1);
  });

  test("text can be put on the clipboard", async () => {
    await studio.page.keyboard.press("Control+k");
    await studio.page.getByRole("dialog").getByRole("textbox").fill("diagnostics");
    await studio.page.keyboard.press("Enter");
    await studio.page.getByText("The diagnostics are on the clipboard.").waitFor();
  });
});

describe("navigation", () => {
  test.each(["https://example.com/", "data:text/html,hi", "./media/x.svg"])(
    "the page does not go to %s",
    async (url) => {
      const before = studio.page.url();
      await inPage(`window.stayed = true; location.href = ${JSON.stringify(url)};`).catch(() => {});
      await studio.page.waitForTimeout(500);
      expect(studio.page.url()).toBe(before);
      expect(await inPage("return window.stayed")).toBe(true);
    },
  );

  test("an empty page does not stay", async () => {
    await inPage(`location.href = "about:blank"`).catch(() => {});
    await studio.page.getByRole("navigation").waitFor();
    expect(await inPage("return (await understudy.call('app.info')).ok")).toBe(true);
  });

  test("no window is opened, by script or link", async () => {
    await inPage(`
      window.open("https://example.com/");
      window.open("index.html");
      const link = document.createElement("a");
      link.href = "https://example.com/"; link.target = "_blank"; link.rel = "noopener";
      document.body.append(link); link.click(); link.remove();`);
    await studio.page.waitForTimeout(1000);
    expect(studio.page.context().pages()).toHaveLength(1);
    expect(await inPage("return (await understudy.call('app.info')).ok")).toBe(true);
  });

  test("a link that is not of the list is not opened", async () => {
    const reply = await inPage(
      `return understudy.call("app.openExternal", { link: "https://example.com/" })`,
    );
    expect(reply).toMatchObject({ ok: false, error: { code: "bad-input" } });
  });

  test("a file that nobody chose is not shown", async () => {
    const reply = await inPage(`return understudy.call("app.revealFile", { path: "/etc/passwd" })`);
    expect(reply).toMatchObject({ ok: false, error: { code: "bad-input" } });
  });

  test("a pack is not added from a folder that nobody chose, nor from a file that the page made up", async () => {
    const reply = await inPage(`return understudy.call("packs.add", { source: "/etc" })`);
    expect(reply).toMatchObject({
      ok: false,
      error: { code: "bad-input", text: { key: "path-not-chosen" } },
    });
    expect(await inPage(`return understudy.locate(new File(["x"], "/etc/passwd"))`)).toBeNull();
  });

  test("the page may load itself again", async () => {
    await studio.page.reload();
    await studio.page.getByRole("navigation").waitFor();
    await inPage("location.reload()").catch(() => {});
    await studio.page.getByRole("navigation").waitFor();
    expect(await inPage("return (await understudy.call('app.info')).ok")).toBe(true);
  });
});

test("a window that is made too small grows again", async ({ skip }) => {
  if (studio.host !== "chromium") skip("Electron's windows keep their minimum by themselves");
  const session = await studio.page.context().newCDPSession(studio.page);
  const { windowId } = (await session.send("Browser.getWindowForTarget")) as { windowId: number };
  await session.send("Browser.setWindowBounds", { windowId, bounds: { width: 600, height: 400 } });
  await expect.poll(() => inPage("return outerWidth < 700")).toBe(true);
  await expect
    .poll(() => inPage("return [outerWidth, outerHeight]"), { timeout: 10_000 })
    .toEqual([900, 600]);
});

test("video of the library plays, and can be sought in", async () => {
  const file = join(studio.home, "clip.mp4");
  const picture = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24:duration=10"];
  const sound = ["-f", "lavfi", "-i", "sine=frequency=440:duration=10"];
  const codecs = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart"];
  execFileSync("ffmpeg", ["-loglevel", "error", ...picture, ...sound, ...codecs, file]);
  const content = readFileSync(file);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const path = mediaPath(findHome({ UNDERSTUDY_HOME: studio.home }), { sha256, extension: ".mp4" });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  const played = await inPage(`
    const video = document.createElement("video");
    const happens = (type) => new Promise((resolve, reject) => {
      video.addEventListener(type, resolve, { once: true });
      video.addEventListener("error", () => reject(new Error(video.error.message)), { once: true });
    });
    video.src = "media/${sha256}.mp4";
    await happens("loadeddata");
    video.currentTime = 8;
    await happens("seeked");
    await video.play();
    await happens("timeupdate");
    return [video.videoWidth, video.duration > 9, video.currentTime >= 8];`);
  expect(played).toEqual([320, true, true]);
});

describe("the policy for content", () => {
  /** Waits for the violation that `script` causes. */
  const violation = (script: string) =>
    inPage<string>(`
      const violated = new Promise((resolve) =>
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true }));
      ${script};
      return Promise.race([violated, new Promise((resolve) => setTimeout(resolve, 3000, "allowed"))]);`);

  test.each([
    [
      "an inline script",
      "script-src-elem",
      `const s = document.createElement("script"); s.textContent = "window.bad = 1"; document.body.append(s)`,
    ],
    [
      "a script of another site",
      "script-src-elem",
      `const s = document.createElement("script"); s.src = "https://example.com/x.js"; document.body.append(s)`,
    ],
    ["code in a string", "script-src", `setTimeout("window.bad = 1")`],
    [
      "an inline handler",
      "script-src-attr",
      `const b = document.createElement("button"); b.setAttribute("onclick", "window.bad = 1"); b.click()`,
    ],
    ["a request to another site", "connect-src", `fetch("https://example.com/").catch(() => {})`],
    ["a picture of another site", "img-src", `new Image().src = "https://example.com/x.png"`],
    [
      "an embedded page",
      "frame-src",
      `const f = document.createElement("iframe"); f.src = "https://example.com/"; document.body.append(f)`,
    ],
    [
      "a plugin",
      "object-src",
      `const o = document.createElement("object"); o.data = "https://example.com/x"; document.body.append(o)`,
    ],
    [
      "a form",
      "form-action",
      `const f = document.createElement("form"); f.action = "https://example.com/"; document.body.append(f); f.submit()`,
    ],
    [
      "another base",
      "base-uri",
      `const b = document.createElement("base"); b.href = "https://example.com/"; document.head.append(b)`,
    ],
  ])("forbids %s", async (_, directive, script) => {
    expect(await violation(script)).toBe(directive);
    expect(await inPage("return typeof window.bad")).toBe("undefined");
  });
});
