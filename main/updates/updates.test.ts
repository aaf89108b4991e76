/** Looking for a newer version, at a channel of our own. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { channel, feedName, isNewer, newestVersion, RELEASES } from "./index.ts";

let server: Server;
let asked: IncomingMessage[];
let answer: { status: number; body: string; location?: string };

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    const { status, body, location } = answer;
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => void server.close());

const here = () =>
  channel({ UNDERSTUDY_RELEASES: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });

test("one request tells the newest version, and sends nothing but ours", async () => {
  answer = { status: 200, body: "version: 0.2.0\nfiles:\n  - url: Understudy-0.2.0.AppImage\n" };
  expect(await newestVersion("0.1.0", here())).toEqual({ version: "0.2.0", isNewer: true });
  expect(await newestVersion("0.2.0", here())).toEqual({ version: "0.2.0", isNewer: false });
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatchObject({ method: "GET", url: `/${feedName()}` });
  expect(asked[0]!.headers["user-agent"]).toBe("Understudy/0.1.0");
  const harmless = [
    "host",
    "connection",
    "user-agent",
    "accept",
    "accept-language",
    "accept-encoding",
    "sec-fetch-mode",
  ];
  expect(Object.keys(asked[0]!.headers).filter((name) => !harmless.includes(name))).toEqual([]);
  expect(asked[0]!.headers["accept-language"]).toBe("*");
});

test.each([
  ["a channel without the file", { status: 404, body: "" }],
  ["an answer that is something else", { status: 200, body: "<html>Sign in</html>" }],
  [
    "a channel that sends one elsewhere",
    { status: 302, body: "", location: "https://example.com/latest.yml" },
  ],
])("%s is told", async (_, given) => {
  answer = given;
  await expect(newestVersion("0.1.0", here())).rejects.toMatchObject({
    code: "unreachable",
    text: { key: "updates-unreachable" },
  });
});

test("a channel that is not there is told; so is that there is none yet", async () => {
  const { url, host } = here();
  await new Promise((resolve) => server.close(resolve));
  await expect(newestVersion("0.1.0", { url, host })).rejects.toMatchObject({ code: "unreachable" });
  expect(RELEASES).toMatch(/\.invalid\/$/);
  await expect(newestVersion("0.1.0", channel({}))).rejects.toMatchObject({
    text: { key: "updates-nowhere" },
  });
});

test.each(["http://example.com/", "ftp://example.com/", "no address"])("%j is no channel", (address) => {
  expect(() => channel({ UNDERSTUDY_RELEASES: address })).toThrow(/UNDERSTUDY_RELEASES/);
});

test.each([
  ["0.2.0", "0.1.9", true],
  ["0.10.0", "0.9.0", true],
  ["1.0.0", "1.0.0", false],
  ["1.0.0", "1.0.0-beta.2", true],
  ["1.0.0-beta.10", "1.0.0-beta.2", true],
  ["1.0.0-beta.1", "1.0.0", false],
  ["0.9.9", "1.0.0", false],
])("%s after %s: %s", (a, b, expected) => {
  expect(isNewer(a, b)).toBe(expected);
});
