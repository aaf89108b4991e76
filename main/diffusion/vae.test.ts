import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Problem } from "#contract/problem.ts";
import { SessionCache } from "#main/inference/sessions.ts";
import type { Session } from "#native/onnx/index.ts";
import { diffusionLayout } from "./layout.ts";
import { torchGenerator } from "./noise.ts";
import { Parts } from "./parts.ts";
import { PACKS } from "./tests/expectation.ts";
import { Decoder } from "./vae.ts";

const sessions = new SessionCache();
afterAll(() => sessions.release());

/** The VAE decoder of a pack on a device that has memory for latents of so many elements; it tells what it ran. */
async function decoderWithin(limit: number) {
  const layout = await diffusionLayout(join(PACKS, "sd15"));
  const parts = await Parts.check(layout!, "cpu", { sessions, throwIfCancelled: () => {} });
  const session = await parts.open("vae_decoder");
  const runs: string[] = [];
  const run: Session["run"] = async (feeds, outputs) => {
    const { dims } = feeds.latent_sample!;
    runs.push(dims.slice(2).join("x"));
    if (dims[2]! * dims[3]! > limit) throw new Problem("no-memory", "Memory ran out: test", "");
    return session.run(feeds, outputs);
  };
  const { inputs, outputs, provider, path } = session;
  const device: Session = {
    ...{ inputs, outputs, provider, path, run },
    inferenceMs: 0,
    release: async () => {},
  };
  return { decoder: new Decoder(parts, device), parts, runs };
}

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
    const { decoder, parts, runs } = await decoderWithin(48 * 48);
    await parts.open("unet");
    parts.done("unet");
    const opened = sessions.opened;
    const tiled = await decoder.planes(latent, shape);
    expect(runs.slice(0, 2)).toEqual(["72x100", "72x100"]);
    expect(decoder.tile).toBe(48);
    await parts.open("unet");
    expect(sessions.opened, "the UNet was closed").toBe(opened + 1);
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
