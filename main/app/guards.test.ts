/** What pages may do and where they may go, by the decisions alone; tests/window sees them at work. */
import { describe, expect, test } from "vitest";
import { isAllowedLink, requireAllowedLink } from "./external.ts";
import { guardNavigation, type Navigable } from "./navigation.ts";
import { guardPermissions, mayUse } from "./permissions.ts";
import { isTrustedSender } from "./sender.ts";

const OURS = { requestingUrl: "app://studio/index.html", isMainFrame: true };

describe("permissions", () => {
  test.each([
    ["media", { mediaTypes: ["video"] }],
    ["media", { mediaTypes: ["audio", "video"] }],
    ["media", { mediaType: "audio" }],
    ["fullscreen", {}],
    ["clipboard-sanitized-write", {}],
  ])("our page may use %s %j", (permission, details) => {
    expect(mayUse(permission, { ...OURS, ...details })).toBe(true);
  });

  test.each([
    ...["geolocation", "notifications", "midi", "midiSysex", "pointerLock", "openExternal", "clipboard-read"],
    ...["display-capture", "idle-detection", "hid", "serial", "usb", "window-management", "fileSystem"],
    ...["storage-access", "keyboardLock", "speaker-selection", "unknown", "constructor", ""],
  ])("nobody may use %s", (permission) => {
    expect(mayUse(permission, OURS)).toBe(false);
  });

  test.each([
    ["another site", { requestingUrl: "https://example.com/" }],
    ["a site that begins like ours", { requestingUrl: "app://studio.example.com/" }],
    ["another host of our scheme", { requestingUrl: "app://other/index.html" }],
    ["a frame in our page", { isMainFrame: false }],
    ["nobody in particular", { requestingUrl: undefined }],
  ])("%s may not use the camera", (_, details) => {
    expect(mayUse("media", { ...OURS, mediaTypes: ["video"], ...details } as never)).toBe(false);
  });

  test("media of no kind, or of another, is refused", () => {
    expect(mayUse("media", { ...OURS, mediaTypes: [] })).toBe(false);
    expect(mayUse("media", OURS)).toBe(false);
    expect(mayUse("media", { ...OURS, mediaType: "unknown" })).toBe(false);
  });

  test("the session asks, for requests, checks and devices", () => {
    const set: Record<string, (...args: never[]) => unknown> = {};
    guardPermissions({
      setPermissionRequestHandler: (handler) => {
        set.request = handler;
      },
      setPermissionCheckHandler: (handler) => {
        set.check = handler;
      },
      setDevicePermissionHandler: (handler) => {
        set.device = handler;
      },
    });
    const answers: boolean[] = [];
    const ask = set.request as unknown as (...args: unknown[]) => void;
    ask({}, "geolocation", (answer: boolean) => answers.push(answer), OURS);
    ask({}, "media", (answer: boolean) => answers.push(answer), { ...OURS, mediaTypes: ["video"] });
    expect(answers).toEqual([false, true]);
    const check = set.check as unknown as (...args: unknown[]) => boolean;
    expect(check(null, "media", "app://studio/", { mediaType: "video" })).toBe(true);
    expect(check(null, "media", "https://example.com/", { mediaType: "video" })).toBe(false);
    expect(set.device!()).toBe(false);
  });
});

describe("links", () => {
  test.each([
    "https://github.com/",
    "https://huggingface.co/stabilityai/sd-turbo",
    "https://www.gnu.org/licenses/gpl-3.0.html",
  ])("%s may be opened", (link) => {
    expect(isAllowedLink(link)).toBe(true);
  });

  test.each([
    ...[
      "http://github.com/",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "smb://github.com/share",
      "github.com",
    ],
    ...[
      "https://github.com.example.com/",
      "https://notgithub.com/",
      "https://github.com:8443/",
      "",
      "https://",
    ],
    ...[
      "https://user@github.com/",
      "https://github.com@example.com/",
      "https://example.com/?https://github.com/",
    ],
  ])("%s may not be opened", (link) => {
    expect(isAllowedLink(link)).toBe(false);
    expect(() => requireAllowedLink(link)).toThrow(/does not open/);
  });
});

describe("navigation", () => {
  type Handler = (details: { url: string; preventDefault(): void }) => void;
  const opened: string[] = [];
  const handlers: Record<string, Handler> = {};
  let openWindow: (details: { url: string }) => { action: string } = () => ({ action: "allow" });
  guardNavigation(
    {
      on: (event: string, handler: Handler) => {
        handlers[event] = handler;
      },
      setWindowOpenHandler: (handler: typeof openWindow) => {
        openWindow = handler;
      },
    } as unknown as Navigable,
    (link) => void opened.push(link),
  );
  const isPrevented = (event: string, url: string) => {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    handlers[event]!({ url, preventDefault });
    return prevented;
  };

  test.each([
    "https://example.com/",
    "https://github.com/",
    "file:///etc/passwd",
    "data:text/html,hi",
    "app://studio/media/x.svg",
    "app://other/index.html",
    "blob:app://studio/1234",
  ])("a page may not go to %s", (url) => {
    expect(isPrevented("will-navigate", url)).toBe(true);
    expect(isPrevented("will-redirect", url)).toBe(true);
  });

  test("a page may load itself again", () => {
    expect(isPrevented("will-navigate", "app://studio/index.html")).toBe(false);
  });

  test("no window is opened, and only allowed links go to the browser", () => {
    expect(openWindow({ url: "https://github.com/" })).toEqual({ action: "deny" });
    expect(openWindow({ url: "https://example.com/" })).toEqual({ action: "deny" });
    expect(openWindow({ url: "app://studio/index.html" })).toEqual({ action: "deny" });
    expect(opened).toEqual(["https://github.com/"]);
  });

  test("no page is embedded", () => {
    expect(isPrevented("will-attach-webview", "")).toBe(true);
  });
});

describe("senders", () => {
  const frame = (url: string, parent: object | null = null) => ({ senderFrame: { url, parent } });

  test("our page is trusted", () => {
    expect(isTrustedSender(frame("app://studio/index.html"))).toBe(true);
  });

  test.each([
    ["another site", frame("https://example.com/app://studio/")],
    ["a host that begins like ours", frame("app://studio.evil/index.html")],
    ["an empty page", frame("about:blank")],
    ["a frame in our page", frame("app://studio/index.html", {})],
    ["a frame that is gone", { senderFrame: null }],
  ])("%s is not", (_, event) => {
    expect(isTrustedSender(event)).toBe(false);
  });
});
