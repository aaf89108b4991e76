/** Drafts whose plates of one picture have their depth from a depth pack. The network is tiny, and sees what is low as near. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSurface } from "#native/canvas/index.ts";
import { onnxModel } from "../../main/packs/onnx.fixture.ts";
import { type Sandbox, sandbox } from "./cli.ts";
import { hashesOf } from "./hashes.ts";

const PACKS = join(import.meta.dirname, "../fixtures/packs");

interface DraftJson {
  id: string;
  file: string;
  cached: string[];
  stems: Record<string, string>;
  notes: { code: string; subject: string; message: string }[];
}

let box: Sandbox;
let picture: string;
beforeAll(() => {
  box = sandbox();
  const { canvas, context } = createSurface(320, 200);
  context.fillStyle = "#7a4a20";
  context.fillRect(0, 0, 320, 200);
  context.fillStyle = "#2f3a2c";
  for (let x = 0; x < 320; x += 40) context.fillRect(x, 60, 20, 140);
  picture = join(box.root, "wall.png");
  writeFileSync(picture, canvas.toBuffer("image/png"));
});
afterAll(() => box.remove());

async function draft(...more: string[]): Promise<DraftJson> {
  const tail = ["--seed", "2", "--seconds", "1", "--provider", "cpu", "--json", ...more];
  const { code, stderr, json } = await box.run(["draft", "a cave, camera pans left", ...tail]);
  expect(code, stderr).toBe(0);
  return json as DraftJson;
}
const fromPicture = () => draft("--image", picture);

async function packs(...args: string[]): Promise<string> {
  const { code, stderr, stdout } = await box.run(["packs", ...args]);
  expect(code, stderr).toBe(0);
  return stdout;
}
const add = (dir: string, ...more: string[]) => packs("add", dir, "--provider", "cpu", ...more);
const depthNotes = ({ notes }: DraftJson) => notes.filter(({ code }) => code.startsWith("depth"));

describe("a depth pack", () => {
  it("gives plates of one picture their depth, is told, and makes another clip", async () => {
    const estimated = await fromPicture();
    expect(depthNotes(estimated)).toEqual([]);
    await add(join(PACKS, "depth"));
    expect(await packs("show", "depth")).toMatch(/depth +near is large \(disparity\), told by config\.json/);

    const deep = await fromPicture();
    expect(depthNotes(deep)).toMatchObject([
      { subject: "depth", message: 'Depth is from the pack "depth".' },
    ]);
    expect(deep.cached).not.toContain("paint");
    expect((await hashesOf(deep)).picture).not.toBe((await hashesOf(estimated)).picture);
    expect((await box.run(["show", deep.id])).stdout).toContain('Depth is from the pack "depth"');

    const again = await fromPicture();
    expect(again).toMatchObject({ id: deep.id, notes: deep.notes });
    expect(again.cached).toContain("paint");

    await packs("remove", "depth");
    expect((await fromPicture()).id).toBe(estimated.id);
  }, 300_000);

  it("also serves image packs, the first by its id of several, and its conventions count", async () => {
    await add(join(PACKS, "lcm"));
    await add(join(PACKS, "depth"), "--id", "m-depth");
    const one = await draft("--pack", "lcm", "--steps", "2");
    expect(depthNotes(one)).toMatchObject([{ subject: "m-depth" }]);
    await add(join(PACKS, "depth"), "--id", "b-depth", "--near", "small");
    const other = await draft("--pack", "lcm", "--steps", "2");
    expect(depthNotes(other)).toMatchObject([{ subject: "b-depth" }]);
    expect((await hashesOf(other)).picture).not.toBe((await hashesOf(one)).picture);
    // Painters know their depth.
    expect(depthNotes(await draft())).toEqual([]);
    await packs("remove", "b-depth");
    await packs("remove", "m-depth");
  }, 300_000);

  it("that fails, or is damaged, is told, and depth is estimated", async () => {
    const estimated = await hashesOf(await fromPicture());
    const broken = join(box.root, "broken");
    mkdirSync(broken);
    // It is finite for the grey of its trial, and not for what is darker than the mean.
    const model = onnxModel({
      inputs: [{ name: "pixel_values", dims: ["batch", 3, "height", "width"] }],
      outputs: [{ name: "predicted_depth", dims: ["batch", 1, "height", "width"] }],
      nodes: [
        { operator: "Sqrt", inputs: ["pixel_values"], output: "root" },
        {
          operator: "ReduceMean",
          inputs: ["root"],
          output: "predicted_depth",
          attributes: { axes: [1], keepdims: 1 },
        },
      ],
    });
    writeFileSync(join(broken, "model.onnx"), model);
    await add(broken);
    const failed = await fromPicture();
    expect(depthNotes(failed)).toMatchObject([
      { subject: "broken", message: expect.stringMatching(/"broken" failed.*estimated.*not finite, on cpu/) },
    ]);
    expect((await hashesOf(failed)).picture).toBe(estimated.picture);
    await packs("remove", "broken");

    const damaged = join(box.root, "damaged");
    cpSync(join(PACKS, "depth"), damaged, { recursive: true });
    await add(damaged);
    rmSync(join(damaged, "model.onnx"));
    const without = await fromPicture();
    expect(depthNotes(without)).toMatchObject([
      {
        message: expect.stringMatching(
          /estimated without a pack.*"damaged" is damaged.*model\.onnx is missing/,
        ),
      },
    ]);
    expect((await hashesOf(without)).picture).toBe(estimated.picture);
    await packs("remove", "damaged");
  }, 300_000);

  it("--near is for depth packs, and takes two words", async () => {
    const refusal = (...args: string[]) => box.run(["packs", "add", ...args, "--provider", "cpu", "--json"]);
    expect(await refusal(join(PACKS, "depth"), "--near", "left")).toMatchObject({
      code: 2,
      json: { error: { message: '--near cannot be "left".' } },
    });
    expect(await refusal(join(PACKS, "sd-turbo"), "--near", "large")).toMatchObject({
      code: 2,
      json: { error: { message: expect.stringMatching(/for depth packs; this one is of the kind image/) } },
    });
  });
});
