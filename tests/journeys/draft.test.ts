import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STAGES, STEMS } from "#contract/draft.ts";
import { measureLoudness, probeMedia } from "#native/ffmpeg/index.ts";
import { type CliResult, resultOf, type Sandbox, sandbox, startCli } from "./cli.ts";
import { hashesOf, sha256Of } from "./hashes.ts";

const PROMPT = "a red sun sinks into a calm sea, waves, gulls";
const ARGS = ["draft", PROMPT, "--seconds", "1", "--json"];

interface DraftJson {
  id: string;
  file: string;
  seed: number;
  cached: string[];
  inferenceMs: number;
  timings: Record<string, number>;
  stems: Record<string, string>;
}

function draftOf(result: CliResult): DraftJson {
  expect(result.stderr).not.toMatch(/wrong inside/);
  expect(result.code).toBe(0);
  return result.json as DraftJson;
}

let box: Sandbox;
let out: string;
let first: DraftJson;

beforeAll(async () => {
  box = sandbox();
  out = join(box.root, "clip.mp4");
  const result = await box.run([...ARGS, "--seed", "7", "--out", out]);
  expect(result.stdout.trimEnd()).not.toContain("\n");
  first = draftOf(result);
}, 300_000);
afterAll(() => box.remove());

describe("a draft", () => {
  it("tells everything about the clip", () => {
    expect(first).toMatchObject({
      file: out,
      seconds: 1,
      frames: 24,
      width: 854,
      height: 480,
      fps: 24,
      seed: 7,
      pack: "backlot",
      provider: expect.stringMatching(/^(cpu|webgpu|cuda|coreml|dml)$/),
      notes: expect.any(Array),
    });
    expect(Object.keys(first.timings).sort()).toEqual([...STAGES].sort());
    expect(Object.keys(first.stems).sort()).toEqual([...STEMS].sort());
    expect(first.inferenceMs).toBeGreaterThan(0);
  });

  it("is the file that was asked for", async () => {
    const { video, audio, seconds } = await probeMedia(out);
    expect(video).toMatchObject({
      codec: "h264",
      width: 854,
      height: 480,
      frames: 24,
      fps: { num: 24, den: 1 },
      constantRate: true,
      matrix: "bt709",
      primaries: "bt709",
      transfer: "bt709",
      range: "tv",
    });
    expect(audio).toMatchObject({ codec: "aac", sampleRate: 48_000, channels: 2 });
    expect(seconds).toBe(1);
    const { integrated, truePeak } = await measureLoudness(out);
    expect(Math.abs(integrated + 14)).toBeLessThanOrEqual(0.5);
    expect(truePeak).toBeLessThanOrEqual(-1);
    for (const stem of Object.values(first.stems)) {
      expect((await probeMedia(stem)).audio).toMatchObject({ sampleRate: 48_000, channels: 2, seconds: 1 });
    }
  });

  it("is found whole when nothing changed, without any inference", async () => {
    const again = draftOf(await box.run([...ARGS, "--seed", "7"]));
    expect(again.id).toBe(first.id);
    expect(again.cached).toEqual(STAGES.filter((stage) => stage !== "store"));
    expect(again.inferenceMs).toBe(0);
    expect(sha256Of(again.file)).toBe(sha256Of(out));
  });

  it("is the same in another home, and another one for another seed", async () => {
    const other = sandbox();
    try {
      const expected = await hashesOf(first);
      const same = draftOf(await other.run([...ARGS, "--seed", "7"]));
      expect(same.cached).toEqual([]);
      expect(await hashesOf(same)).toEqual(expected);
      const different = await hashesOf(draftOf(await other.run([...ARGS, "--seed", "8"])));
      expect(different.picture).not.toBe(expected.picture);
      expect(different.stems.ambience).not.toBe(expected.stems.ambience);
      expect(different.frames).toBe(24);
    } finally {
      other.remove();
    }
  }, 300_000);

  it("runs again only what a change of its sounds touches", async () => {
    const changed = draftOf(
      await box.run([
        "draft",
        "a red sun sinks into a calm sea, waves, gulls, crickets",
        "--seconds",
        "1",
        "--seed",
        "7",
        "--json",
      ]),
    );
    expect(changed.cached).toEqual(expect.arrayContaining(["paint", "animate"]));
    expect(changed.cached).not.toContain("score");
    expect(changed.id).not.toBe(first.id);
  }, 300_000);

  it("is listed, shown and found by its words", async () => {
    const list = (await box.run(["list", "--json"])).json as {
      generations: { id: string }[];
      jobs: unknown[];
    };
    expect(list.generations.map(({ id }) => id)).toContain(first.id);
    expect(list.jobs).toEqual([]);
    const shown = (await box.run(["show", first.id, "--json"])).json;
    expect(shown).toMatchObject({ id: first.id, prompt: PROMPT, storyboard: { frames: 24 } });
    expect((await box.run(["list", "--search", "gulls"])).stdout).toContain(first.id);
    expect((await box.run(["list", "--search", "desert"])).stdout).not.toContain(first.id);
  });

  it("goes with its files when it is removed, and comes back from its stages", async () => {
    const files = Object.values(first.stems);
    expect((await box.run(["rm", first.id, "--json"])).json).toEqual({ removed: first.id });
    expect(files.filter((file) => existsSync(file) && file.includes("effects"))).toEqual([]);
    expect((await box.run(["show", first.id])).code).toBe(2);
    const again = draftOf(await box.run([...ARGS, "--seed", "7"]));
    expect(again.id).not.toBe(first.id);
    expect(sha256Of(again.file)).toBe(sha256Of(out));
  });
});

describe("Ctrl-C", () => {
  it("ends a draft softly, and the same draft goes on", async () => {
    const args = ["draft", "snowfield at night", "--seconds", "1", "--seed", "3", "--json"];
    const child = startCli(args, { UNDERSTUDY_HOME: box.home });
    const result = resultOf(child, args);
    // The first finished stage is told on stderr.
    await once(child.stderr, "data");
    child.kill("SIGINT");
    expect(await result).toMatchObject({ code: 130, json: { error: { code: "cancelled" } } });
    expect(readdirSync(join(box.home, "tmp"))).toEqual([]);
    const resumed = draftOf(await box.run(args));
    expect(resumed.cached.length).toBeGreaterThan(0);
  }, 300_000);
});

describe("a draft that was killed", () => {
  it("is listed as interrupted, and resumed to where it was wanted", async () => {
    const wanted = join(box.root, "wanted.mp4");
    const args = ["draft", "a meadow at noon, birds", "--seconds", "1", "--seed", "4", "--out", wanted];
    const child = startCli(args, { UNDERSTUDY_HOME: box.home });
    await once(child.stderr, "data");
    child.kill("SIGKILL");
    await once(child, "close");
    expect(existsSync(wanted)).toBe(false);

    const { jobs } = (await box.run(["list", "--json"])).json as { jobs: { id: string; state: string }[] };
    expect(jobs).toMatchObject([{ state: "interrupted", prompt: "a meadow at noon, birds", seed: 4 }]);
    expect((await box.run(["list"])).stdout).toContain(`understudy resume ${jobs[0]!.id}`);
    expect((await box.run(["show", jobs[0]!.id, "--json"])).json).toMatchObject({ state: "interrupted" });

    expect(draftOf(await box.run(["resume", "--json"]))).toMatchObject({ seed: 4, file: wanted });
    expect((await probeMedia(wanted)).video?.frames).toBe(24);
    expect((await box.run(["list", "--json"])).json).toMatchObject({ jobs: [] });
    expect((await box.run(["show", jobs[0]!.id, "--json"])).json).toMatchObject({ state: "done" });
    expect((await box.run(["resume"])).code).toBe(2);
  }, 300_000);
});
