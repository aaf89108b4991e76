/** Drafts with diffusion packs, from pictures and from other clips. The packs are tiny and paint random colours. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSurface } from "#native/canvas/index.ts";
import { probeMedia } from "#native/ffmpeg/index.ts";
import { type CliResult, type Sandbox, sandbox } from "./cli.ts";
import { hashesOf } from "./hashes.ts";

const PACKS = join(import.meta.dirname, "../fixtures/packs");
const TAIL = ["--seconds", "1", "--steps", "2", "--provider", "cpu", "--json"];

interface DraftJson {
  id: string;
  file: string;
  parent: string | null;
  seed: number;
  cached: string[];
  stems: Record<string, string>;
  notes: { code: string; subject: string }[];
}

let box: Sandbox;
let picture: string;
beforeAll(async () => {
  box = sandbox();
  for (const pack of ["lcm", "sd15", "motion"]) {
    const { code, stderr } = await box.run(["packs", "add", join(PACKS, pack), "--provider", "cpu"]);
    expect(code, stderr).toBe(0);
  }
  const { canvas, context } = createSurface(320, 200);
  context.fillStyle = "#3a7bd0";
  context.fillRect(0, 0, 320, 110);
  context.fillStyle = "#2f7a2c";
  context.fillRect(0, 110, 320, 90);
  picture = join(box.root, "hill.png");
  writeFileSync(picture, canvas.toBuffer("image/png"));
}, 300_000);
afterAll(() => box.remove());

async function made(args: readonly string[]): Promise<DraftJson> {
  const result: CliResult = await box.run(args);
  expect(result.stderr).not.toMatch(/wrong inside/);
  expect(result.code, result.stderr).toBe(0);
  return result.json as DraftJson;
}

describe("a draft with a diffusion pack", () => {
  it.each([
    ["lcm", "480x854"],
    ["sd15", "640x640"],
    ["motion", "854x480"],
  ])(
    "of %s is %s, has every frame, and is the same again",
    async (pack, size) => {
      const args = [
        "draft",
        "a dragon above a castle",
        "--pack",
        pack,
        "--size",
        size,
        "--seed",
        "3",
        ...TAIL,
      ];
      const previews = join(box.root, `previews-${pack}`);
      const first = await made([...args, "--preview", previews]);
      expect(first.notes).toEqual([]);
      const [width, height] = size.split("x").map(Number);
      expect((await probeMedia(first.file)).video).toMatchObject({
        width,
        height,
        frames: 24,
        constantRate: true,
      });
      expect(readdirSync(previews).sort()[0]).toBe("shot-1-frame-0001.png");
      expect(readdirSync(previews)).toHaveLength(pack === "motion" ? 16 : 1);
      expect(readdirSync(join(box.home, "tmp"))).toEqual([]);

      const again = await made(args);
      expect(again.id).toBe(first.id);
      expect(again.cached).toContain("paint");
      const other = sandbox();
      try {
        await other.run(["packs", "add", join(PACKS, pack), "--provider", "cpu"]);
        const elsewhere = await other.run(args);
        expect(await hashesOf(elsewhere.json as DraftJson)).toEqual(await hashesOf(first));
      } finally {
        other.remove();
      }
    },
    300_000,
  );

  it("paints again for other guidance or another negative prompt", async () => {
    const base = ["--pack", "sd15", "--seed", "5", "--seconds", "1", "--provider", "cpu", "--json"];
    const first = await made(["draft", "a meadow, a castle", ...base, "--steps", "2"]);
    for (const change of [
      ["--steps", "2", "--guidance", "4"],
      ["--steps", "2", "--negative", "rain"],
    ]) {
      const changed = await made(["draft", "a meadow, a castle", ...base, ...change]);
      expect(changed.cached).not.toContain("paint");
      expect(changed.id).not.toBe(first.id);
    }
  }, 300_000);
});

describe("a draft from a picture", () => {
  it("is the picture, with the painter, which is kept once, and goes with the generation", async () => {
    const args = ["draft", "a meadow by day, birds", "--image", picture, "--seed", "2", "--json"];
    const draft = await made([...args, "--seconds", "1"]);
    expect(draft.notes).toMatchObject([{ code: "started-from", subject: "image" }]);
    const shown = (await box.run(["show", draft.id, "--json"])).json;
    expect(shown).toMatchObject({ request: { init: { extension: ".png" } }, parent: null });
    const again = await made([...args, "--seconds", "1"]);
    expect(again.id).toBe(draft.id);
    const media = readdirSync(join(box.home, "media"), { recursive: true }).map(String);
    expect(media.filter((name) => name.endsWith(".png"))).toHaveLength(1);
    await box.run(["rm", draft.id]);
    const left = readdirSync(join(box.home, "media"), { recursive: true }).map(String);
    expect(left.filter((name) => name.endsWith(".png"))).toEqual([]);
  }, 300_000);

  it("is changed by a pack as strongly as it is told", async () => {
    const args = ["draft", "a castle", "--image", picture, "--pack", "sd15", "--seed", "2", ...TAIL];
    const weak = await made([...args, "--strength", "0.5"]);
    const strong = await made([...args, "--strength", "1"]);
    expect(strong.id).not.toBe(weak.id);
    expect((await hashesOf(strong)).picture).not.toBe((await hashesOf(weak)).picture);
  }, 300_000);

  it.each([
    [["--image", "/nowhere/x.png"], "not-found"],
    [["--image", import.meta.filename], "corrupt-media"],
    [["--image", import.meta.dirname], "bad-input"],
    [["--strength", "0.5"], "bad-input"],
    [["--strength", "2", "--image", "PICTURE"], "bad-input"],
  ])("that is wrong (%s) is refused before any work", async (flags, code) => {
    const args = flags.map((flag) => (flag === "PICTURE" ? picture : flag));
    const result = await box.run(["draft", "a castle", ...args, "--json"]);
    expect(result).toMatchObject({ code: 2, json: { error: { code } } });
    expect(result.stderr).not.toMatch(/plan/);
  });
});

describe("a remix", () => {
  it("starts from the clip, is listed as its child, and keeps its options", async () => {
    const parent = await made(["draft", "a dragon above a castle", "--pack", "sd15", "--seed", "9", ...TAIL]);
    const args = ["remix", parent.id, "a dragon in the snow", "--json", "--provider", "cpu"];
    const remix = await made(args);
    expect(remix).toMatchObject({ parent: parent.id, seed: 9, pack: "sd15", frames: 24 });
    const stronger = await made([...args, "--strength", "1"]);
    expect((await hashesOf(stronger)).picture).not.toBe((await hashesOf(remix)).picture);
    expect((await box.run(["show", remix.id])).stdout).toContain(`remix of  ${parent.id}`);

    await box.run(["rm", parent.id]);
    const orphan = await box.run([...args, "--strength", "0.9"]);
    expect(orphan).toMatchObject({ code: 2, json: { error: { code: "not-found" } } });
    expect((await box.run(["show", remix.id, "--json"])).json).toMatchObject({ parent: null });
  }, 300_000);

  it("with the painter takes from the storyboard what the prompt does not say, and tells so", async () => {
    const parent = await made([
      "draft",
      "a snowfield at dawn, ink",
      "--seed",
      "4",
      "--seconds",
      "1",
      "--json",
    ]);
    const remix = await made(["remix", parent.id, "at night", "--json"]);
    expect(remix.notes).toMatchObject([{ code: "started-from", subject: "remix" }]);
    const { storyboard } = (await box.run(["show", remix.id, "--json"])).json as {
      storyboard: { shots: unknown[] };
    };
    expect(storyboard.shots).toMatchObject([{ setting: "snowfield", time: "night", look: "ink" }]);
  }, 300_000);
});
