/** The loopback server of the Chromium host: nobody but the window of this run gets anything from it. */
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type LoopbackServer, SOCKET_PATH, startServer } from "./server.ts";

let server: LoopbackServer;
const seen: Request[] = [];

beforeAll(async () => {
  server = await startServer({
    appOrigin: "app://studio",
    handler: () => (request) => {
      seen.push(request);
      return new Response("content", { headers: { "content-type": "text/plain" } });
    },
    onConnect: (socket) => socket.send("connected"),
  });
});
afterAll(() => server.close());

/** A request as anybody on this machine can make it; `fetch` would not let us lie about Host. */
function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(server.origin + path, { headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on("error", reject).end();
  });
}

const cookie = () => `${server.cookie.name}=${server.cookie.value}`;
const port = () => new URL(server.origin).port;

test("takes the port that it is given, and another when that is taken", async () => {
  const options = { appOrigin: "app://studio", handler: () => undefined, onConnect: () => {} };
  const first = await startServer(options);
  const taken = Number(new URL(first.origin).port);
  const second = await startServer({ ...options, port: taken });
  expect(second.origin).not.toBe(first.origin);
  first.close();
  second.close();
  await expect
    .poll(async () => {
      const third = await startServer({ ...options, port: taken });
      third.close();
      return third.origin;
    })
    .toBe(first.origin);
});

test("listens on loopback only", () => {
  expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("the window gets the program, by its own address", async () => {
  expect(await ask("/index.html?a=1", { cookie: cookie(), range: "bytes=0-1" })).toEqual({
    ...{ status: 200, body: "content" },
  });
  const request = seen.at(-1)!;
  expect(request.url).toBe("app://studio/index.html?a=1");
  expect(request.headers.get("range")).toBe("bytes=0-1");
  expect(request.headers.has("cookie")).toBe(false);
});

describe("refuses", () => {
  test.each<[string, () => Record<string, string>]>([
    ["whoever has no cookie", () => ({})],
    ["an empty cookie", () => ({ cookie: "understudy=" })],
    ["a wrong cookie of the right length", () => ({ cookie: `understudy=${"A".repeat(43)}` })],
    ["the cookie under another name", () => ({ cookie: `other=${server.cookie.value}` })],
    ["a name that was bound to our address", () => ({ cookie: cookie(), host: `evil.example:${port()}` })],
    ["localhost, which is another origin", () => ({ cookie: cookie(), host: `localhost:${port()}` })],
    ["our address with another port", () => ({ cookie: cookie(), host: "127.0.0.1:1" })],
    ["a page of another site", () => ({ cookie: cookie(), "sec-fetch-site": "cross-site" })],
    ["a page of another port of this machine", () => ({ cookie: cookie(), "sec-fetch-site": "same-site" })],
  ])("%s", async (_, headers) => {
    const before = seen.length;
    for (const path of ["/", "/index.html", "/media/x", SOCKET_PATH]) {
      expect((await ask(path, headers())).status).toBe(403);
    }
    expect(seen).toHaveLength(before);
  });
});

describe("messages", () => {
  const connect = (path: string, headers: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(server.origin.replace("http", "ws") + path, { headers });
      socket.on("message", (text) => {
        resolve(String(text));
        socket.close();
      });
      socket.on("unexpected-response", (_, response) => resolve(String(response.statusCode)));
      socket.on("error", () => {});
    });

  test("go to and from the window", async () => {
    expect(await connect(SOCKET_PATH, { cookie: cookie(), origin: server.origin })).toBe("connected");
  });

  test.each<[string, () => [string, Record<string, string>]]>([
    ["without the cookie", () => [SOCKET_PATH, { origin: server.origin }]],
    ["from a page of another site", () => [SOCKET_PATH, { cookie: cookie(), origin: "https://example.com" }]],
    ["from no page", () => [SOCKET_PATH, { cookie: cookie() }]],
    [
      "under another name",
      () => [SOCKET_PATH, { cookie: cookie(), origin: server.origin, host: "evil.example" }],
    ],
    ["to another path", () => ["/", { cookie: cookie(), origin: server.origin }]],
  ])("are refused %s", async (_, attempt) => {
    expect(await connect(...attempt())).toBe("403");
  });
});

test("the entrance tells nothing, and leads in only when the browser has its cookie", async () => {
  const waiting = ask(new URL(server.entrance).pathname);
  expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 100, "waits"))])).toBe(
    "waits",
  );
  server.admit("/index.html");
  expect(await waiting).toEqual({ status: 303, body: "" });
  expect(server.entrance).not.toContain(server.cookie.value);
});
