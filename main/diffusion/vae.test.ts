import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Problem } from "#contract/problem.ts";
import { createSessionCache, type SessionCache } from "#main/inference/index.ts";
import type { Session } from "#native/onnx/index.ts";
import { diffusionLayout } from "./layout.ts";
import { torchGenerator } from "./noise.ts";
import { Parts } from "./parts.ts";
import { PACKS } from "./tests/expectation.ts";
import { Decoder } from "./vae.ts";

/** The VAE decoder on a device that has memory for latents of so many elements; `runs` tells what it ran. */
async function decoderWithin(limit: number) {
  const sessions = await createSessionCache();
  devices.push(sessions);
  const runs: string[] = [];
  const open = sessions.open.bind(sessions);
  sessions.open = async (...args) => {
    const session = await open(...args);
    const { inputs, outputs, provider, path } = session;
    const run: Session["run"] = async (feeds, names) => {
      const { dims } = feeds.latent_sample!;
      runs.push(dims.slice(2).join("x"));
      if (dims[2]! * dims[3]! > limit) throw new Problem("no-memory", "Memory ran out: test", "");
      return session.run(feeds, names);
    };
    return { ...{ inputs, outputs, provider, path, run }, inferenceMs: 0, release: () => session.release() };
  };
  const layout = await diffusionLayout(join(PACKS, "sd15"));
  const parts = await Parts.check(layout!, "cpu", { sessions, throwIfCancelled: () => {} });
  return { decoder: await Decoder.open(parts), parts, sessions, runs };
}

const devices: SessionCache[] = [];
afterAll(() => Promise.all(devices.map((device) => device.release())));

const [height, width] = [72, 100];
const shape = [4, height, width] as const;
const latent = torchGenerator(3)
  .randn(4 * height * width)
  .map((value) => value * 0.2);

describe("a VAE decoder", () => {
  it("decodes whole while memory allows", async () => {
    const { decoder, runs } = await decoderWithin(Number.POSITIVE_INFINITY);
    await decoder.decode(latent, shape);
    expect(runs).toEqual(["72x100"]);
    expect(decoder.tile).toBeUndefined();
  });

  it("unloads the others and tries whole again before it tiles", async () => {
    const whole = await (await decoderWithin(Number.POSITIVE_INFINITY)).decoder.planes(latent, shape);
    const { decoder, parts, sessions, runs } = await decoderWithin(48 * 48);
    await parts.open("unet");
    parts.done("unet");
    const opened = sessions.opened;
    const tiled = await decoder.planes(latent, shape);
    expect(runs.slice(0, 2)).toEqual(["72x100", "72x100"]);
    expect(decoder.tile).toBe(48);
    expect(sessions.opened, "the decoder was opened again").toBe(opened + 1);
    await parts.open("unet");
    expect(sessions.opened, "the UNet was closed").toBe(opened + 2);
    // A tile does not see the whole picture; it has no seams of its own.
    expect(tiled).toHaveLength(whole.length);
    expect(meanDifference(tiled, whole)).toBeLessThan(0.05);
    const again = runs.length;
    await decoder.planes(latent, shape);
    expect(runs.slice(again)).not.toContain("72x100");
  });

  it("gives up when not even the smallest tile fits", async () => {
    const { decoder } = await decoderWithin(10);
    await expect(decoder.decode(latent, shape)).rejects.toMatchObject({ code: "no-memory" });
  });
});

function meanDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}
