import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findHome } from "#main/home.ts";
import { mediaPath } from "#main/library/index.ts";
import { createProtocolHandler } from "./index.ts";
import { mediaRoute } from "./media.ts";

let folder: string;
let ask: (path: string, headers?: Record<string, string>, method?: string) => Promise<Response>;
let clip: string;
const CONTENT = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-protocol-"));
  const renderer = join(folder, "renderer");
  const home = findHome({ UNDERSTUDY_HOME: join(folder, "home") });
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  write(join(renderer, "index.html"), "<!doctype html>");
  write(join(renderer, "assets", "index-abc.js"), "export {}");
  write(join(folder, "secret.txt"), "secret");
  write(join(home.root, "settings.json"), "secret");
  const sha256 = createHash("sha256").update(CONTENT).digest("hex");
  clip = `media/${sha256}.mp4`;
  write(mediaPath(home, { sha256, extension: ".mp4" }), CONTENT);
  write(mediaPath(home, { sha256, extension: ".svg" }), "<svg onload='alert(1)'/>");
  write(mediaPath(home, { sha256, extension: ".html" }), "<script>alert(1)</script>");
  const handle = createProtocolHandler({ renderer, routes: () => ({ media: mediaRoute(home) }) });
  ask = (path, headers = {}, method = "GET") =>
    handle({
      url: path.includes("://") ? path : `app://studio/${path}`,
      method,
      headers: new Headers(headers),
    } as Request);
});
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe("the program's files", () => {
  test("are served with their types, and a policy that allows nothing but them", async () => {
    for (const path of ["", "index.html"]) {
      const page = await ask(path);
      expect(page.status).toBe(200);
      expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(page.headers.get("cache-control")).toBe("no-cache");
      expect(page.headers.get("content-security-policy")).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
          "media-src 'self' blob:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; " +
          "form-action 'none'",
      );
    }
    const script = await ask("assets/index-abc.js");
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("cache-control")).toContain("immutable");
  });

  test("carry the other hardening headers, whatever the answer", async () => {
    for (const path of ["index.html", "nothing.js", clip, "media/x", "app://other/"]) {
      const { headers } = await ask(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": expect.stringMatching(/camera=\(self\).*geolocation=\(\)/),
        "content-security-policy": expect.stringMatching(/^default-src 'none'/),
      });
    }
  });

  test.each([
    ...[
      "../secret.txt",
      "%2e%2e/secret.txt",
      "..%2fsecret.txt",
      "%2e%2e%2fsecret.txt",
      "assets/..%2f..%2fsecret.txt",
    ],
    ...[
      "..%5csecret.txt",
      "assets%5c..%5c..%5csecret.txt",
      "%2fetc/passwd",
      "/etc/passwd",
      "C:/Windows/win.ini",
    ],
    ...["index.html%00.js", "%", "%ff", "assets", "app://other/index.html", "https://studio/index.html"],
    ...["media/../settings.json", "media/%2e%2e%2fsettings.json", "__proto__/x", "constructor/x"],
  ])("nothing else can be reached: %s", async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(404);
    expect(await bytes(response)).toHaveLength(0);
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("are only read: %s", async (method) => {
    expect((await ask("index.html", {}, method)).status).toBe(405);
  });
});

describe("media", () => {
  test("are found by their content's name, whole", async () => {
    const response = await ask(clip);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("video/mp4");
    expect(response.headers.get("accept-ranges")).toBe("bytes");
    expect(await bytes(response)).toEqual(CONTENT);
  });

  test.each([
    ["bytes=0-99", 0, 99],
    ["bytes=900-", 900, 999],
    ["bytes=-10", 990, 999],
    ["bytes=-5000", 0, 999],
    ["bytes=990-5000", 990, 999],
    ["bytes=5-5", 5, 5],
  ])("%s gives that part", async (range, start, end) => {
    const response = await ask(clip, { range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(`bytes ${start}-${end}/1000`);
    expect(response.headers.get("content-length")).toBe(String(end - start + 1));
    expect(await bytes(response)).toEqual(CONTENT.subarray(start, end + 1));
  });

  test.each(["bytes=1000-", "bytes=5000-6000", "bytes=-0"])("%s is outside of the file", async (range) => {
    const response = await ask(clip, { range });
    expect(response.status).toBe(416);
    expect(response.headers.get("content-range")).toBe("bytes */1000");
    expect(await bytes(response)).toHaveLength(0);
  });

  test.each(["bytes=9-5", "bytes=-", "bytes=a-b", "items=0-5", "bytes=0-5,10-15", "bytes 0-5"])(
    "%s is ignored, as HTTP has it",
    async (range) => {
      expect((await ask(clip, { range })).status).toBe(200);
    },
  );

  test("need not be fetched twice", async () => {
    const etag = (await ask(clip)).headers.get("etag")!;
    const again = await ask(clip, { "if-none-match": etag });
    expect(again.status).toBe(304);
    expect(await bytes(again)).toHaveLength(0);
    expect((await ask(clip, { range: "bytes=0-9", "if-range": etag })).status).toBe(206);
    expect((await ask(clip, { range: "bytes=0-9", "if-range": '"other"' })).status).toBe(200);
  });

  test("tell their size without their content", async () => {
    const response = await ask(clip, {}, "HEAD");
    expect(response.headers.get("content-length")).toBe("1000");
    expect(await bytes(response)).toHaveLength(0);
  });

  test("have no script and no origin, whatever the user brought", async () => {
    const picture = await ask(clip.replace(".mp4", ".svg"));
    expect(picture.headers.get("content-security-policy")).toBe(
      "default-src 'none'; frame-ancestors 'none'; sandbox",
    );
  });

  test("a page breaking off closes the file", async () => {
    const response = await ask(clip);
    await response.body!.cancel();
  });

  test.each(["media", "media/", "media/abc.mp4", "media/nothing", `media/${"A".repeat(64)}.mp4`])(
    "nothing is at %s",
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );
});
