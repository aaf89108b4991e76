import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findHome, type Home, prepareHome } from "#main/home.ts";
import type { Candidate } from "../add/candidate.ts";
import { mapNetwork } from "../onnx.fixture.ts";
import { parseHubAddress } from "./address.ts";
import { unfinishedDownloads } from "./downloads.ts";
import { type FetchOptions, fetchPack } from "./fetch.ts";
import { COMMIT, type Hub, startHub } from "./hub.fixture.ts";
import type { HubRepository } from "./repository.ts";

const NAME = "somebody/depth-net";
const WEIGHTS = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i * 31) % 251));

let root: string;
let home: Home;
let hub: Hub;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "understudy-hub-"));
  home = findHome({ UNDERSTUDY_HOME: join(root, "home") });
  prepareHome(home);
  hub = await startHub(NAME, {
    "onnx/model.onnx": mapNetwork("predicted_depth", 0, "model.onnx_data"),
    "onnx/model.onnx_data": WEIGHTS,
    "onnx/model_fp16.onnx": mapNetwork("predicted_depth", 0),
    "config.json": "{}",
    "README.md": "---\nlicense: apache-2.0\n---\n# Depth",
    "pytorch_model.bin": "a pickle",
    "model.safetensors": "weights",
    ".gitattributes": "",
  });
  vi.stubEnv("HF_ENDPOINT", hub.url);
  vi.stubEnv("HF_TOKEN", "");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await hub.close();
  rmSync(root, { recursive: true, force: true });
});

interface Fetched {
  candidate: Candidate;
  repository: HubRepository;
  weights: Buffer;
}

/** Fetches, and keeps the result in packs/done as `finish` would. */
function fetchIt(address = NAME, options: Partial<FetchOptions> = {}): Promise<Fetched> {
  return fetchPack(parseHubAddress(address)!, { home, ...options }, async (candidate, repository) => ({
    candidate,
    repository,
    weights: readFileSync(join(candidate.dir, "onnx", "model.onnx_data")),
  }));
}

const requested = (path: string) => hub.requests.filter((request) => request.path === path);

describe("a pack from the hub", () => {
  it("is fetched at one commit, with only the files that it needs", async () => {
    const { candidate, repository, weights } = await fetchIt();
    expect(repository).toMatchObject({ name: NAME, commit: COMMIT, licence: "openrail++" });
    expect(candidate.found.kind).toBe("depth");
    expect(candidate.files).toEqual(["README.md", "config.json", "onnx/model.onnx", "onnx/model.onnx_data"]);
    expect(weights.equals(WEIGHTS)).toBe(true);
    expect(new Set(hub.requests.map(({ path }) => path))).toEqual(new Set(candidate.files));
  });

  it("may be a folder or graph of a repository", async () => {
    const fetched = await fetchPack(
      parseHubAddress(`${NAME}/onnx/model_fp16.onnx`)!,
      { home },
      async ({ files }) => files,
    );
    expect(fetched).toEqual(["README.md", "config.json", "onnx/model_fp16.onnx"]);
    hub.files["en/amy/model.onnx"] = mapNetwork("depth");
    hub.files.LICENSE = "do what you like";
    expect(await fetchPack(parseHubAddress(`${NAME}/en/amy`)!, { home }, async ({ files }) => files)).toEqual(
      ["LICENSE", "README.md", "model.onnx"],
    );
  });

  it("arrives whole over connections that break, asking each time only for the rest", async () => {
    hub.troubles = { dropAfter: 100_000, drops: 2, unavailable: 1 };
    const { weights } = await fetchIt();
    expect(weights.equals(WEIGHTS)).toBe(true);
    const ranges = requested("onnx/model.onnx_data").map(({ range }) =>
      Number(range!.slice("bytes=".length, -1)),
    );
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBe(0);
    expect(ranges[1]).toBeGreaterThan(0);
    expect(ranges[2]).toBeGreaterThan(ranges[1]!);
  });

  it("arrives whole from a server that knows no ranges", async () => {
    hub.troubles = { dropAfter: 100_000, drops: 1, noRanges: true };
    expect((await fetchIt()).weights.equals(WEIGHTS)).toBe(true);
  });

  it("goes on after a cancelled download where that ended", async () => {
    const cancelling = new AbortController();
    hub.troubles = { dropAfter: 200_000, drops: 1 };
    const cancelled = fetchIt(NAME, {
      signal: cancelling.signal,
      onProgress: ({ file }) => {
        if (file.endsWith("_data") && requested(file).length > 0)
          setTimeout(() => cancelling.abort(new Error("enough")), 50);
      },
    });
    await expect(cancelled).rejects.toThrow();
    const [download] = await unfinishedDownloads(home);
    expect(download).toMatchObject({ source: NAME, commit: COMMIT });
    const part = join(home.packs, ".downloads", download!.key, "onnx", "model.onnx_data.part");
    const arrived = readFileSync(part).length;
    expect(arrived).toBeGreaterThan(0);
    hub.requests.length = 0;
    expect((await fetchIt()).weights.equals(WEIGHTS)).toBe(true);
    expect(hub.requests).toEqual([
      { path: "onnx/model.onnx_data", range: `bytes=${arrived}-`, authorization: undefined },
    ]);
    expect(readdirSync(home.packs)).toEqual([]);
  });

  it("is refused where its bytes are not those that the repository announces", async () => {
    hub.troubles = { corrupts: "onnx/model.onnx_data" };
    await expect(fetchIt()).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringContaining("model.onnx_data arrived damaged"),
    });
    hub.troubles = { corrupts: "config.json" };
    await fetchIt();
    hub.files["config.json"] = "[]";
    hub.troubles = { corrupts: "config.json" };
    await expect(fetchIt()).rejects.toThrow(/config\.json arrived damaged/);
    hub.troubles = {};
    expect((await fetchIt()).weights.equals(WEIGHTS)).toBe(true);
  });

  it("leaves nothing when the pack itself is the reason", async () => {
    hub.files["onnx/model.onnx"] = mapNetwork("predicted_depth", 0, "elsewhere.onnx_data");
    await expect(fetchIt()).rejects.toMatchObject({
      code: "corrupt-pack",
      message: expect.stringContaining("elsewhere.onnx_data"),
    });
    hub.files["onnx/model.onnx"] = mapNetwork("predicted_depth", 0, "../../../verified.json");
    await expect(fetchIt()).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("leads out"),
    });
    expect(readdirSync(home.packs)).toEqual([]);
  });

  it("may not write outside its folder", async () => {
    hub.files["onnx/../../evil.json"] = "x";
    await expect(fetchIt()).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("leads out"),
    });
    expect(existsSync(join(home.packs, ".downloads"))).toBe(false);
  });

  it("is fetched with the user's token, and tells when there is no access", async () => {
    hub.troubles = { token: "hf_secret" };
    await expect(fetchIt()).rejects.toMatchObject({
      code: "not-found",
      hint: expect.stringContaining("HF_TOKEN"),
    });
    vi.stubEnv("HF_TOKEN", "hf_secret");
    await fetchIt();
    expect(hub.requests.every(({ authorization }) => authorization === "Bearer hf_secret")).toBe(true);
    vi.stubEnv("HF_TOKEN", "secret");
    await expect(fetchIt()).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("HF_TOKEN"),
    });
  });

  it("is told apart from one that is not there, and from a hub that is not there", async () => {
    await expect(fetchIt("somebody/else")).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining("no repository somebody/else"),
    });
    await expect(fetchIt(NAME, { revision: "v9" })).rejects.toThrow(/with a revision v9/);
    vi.stubEnv("HF_ENDPOINT", "here");
    await expect(fetchIt()).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("HF_ENDPOINT"),
    });
  });

  it("is downloaded by one process at a time", async () => {
    const [first, second] = await Promise.allSettled([fetchIt(), fetchIt()]);
    const reasons = [first, second].flatMap((result) =>
      result.status === "rejected" ? [result.reason.message] : [],
    );
    expect(reasons).toEqual([expect.stringMatching(/is downloading the same pack/)]);
  });

  it("goes on after a process that died with the lock", async () => {
    hub.troubles = { corrupts: "onnx/model.onnx_data" };
    await expect(fetchIt()).rejects.toThrow();
    hub.troubles = {};
    const [download] = await unfinishedDownloads(home);
    mkdirSync(join(home.packs, ".downloads"), { recursive: true });
    writeFileSync(join(home.packs, ".downloads", `${download!.key}.lock`), String(2 ** 22 + 1));
    expect((await fetchIt()).weights.equals(WEIGHTS)).toBe(true);
  });
});

describe("an address of the hub", () => {
  it.each([
    ["owner/name", { name: "owner/name" }],
    ["hf:owner/name", { name: "owner/name" }],
    ["owner/name.v1/onnx/model.onnx", { name: "owner/name.v1", path: "onnx/model.onnx" }],
    ["owner", undefined],
    ["./owner/name", undefined],
    ["../owner/name", undefined],
    ["/owner/name", undefined],
    ["owner/name/../../x", undefined],
    ["owner/na me", undefined],
  ])("%s", (text, address) => {
    expect(parseHubAddress(text)).toEqual(address);
  });
});
