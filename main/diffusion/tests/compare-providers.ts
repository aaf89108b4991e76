/**
 * Denoises and decodes a case of a fixture pack on a provider and prints how far it is from what PyTorch
 * made, as JSON: `node compare-providers.ts PACK PROVIDER`. A process of its own, since the Vulkan driver is
 * chosen by the environment, and a broken one takes its process with it.
 */
import { join } from "node:path";
import { Provider } from "#contract/draft.ts";
import { createSessionCache } from "#main/inference/index.ts";
import { diffusionLayout } from "../layout.ts";
import { Parts } from "../parts.ts";
import { makeLatents, planDiffusion } from "../pipeline.ts";
import { Decoder } from "../vae.ts";
import { arrayOf, expectations, largestDifference, PACKS, requestOf } from "./expectation.ts";

const [, , name, provider] = process.argv;
const pack = expectations().find((expectation) => expectation.pack === name)!;
const asked = pack.cases[0]!;
const context = { sessions: await createSessionCache(), throwIfCancelled: () => {}, progress: () => {} };
const layout = await diffusionLayout(join(PACKS, pack.pack));
const parts = await Parts.check(layout!, Provider.parse(provider), context);
const request = requestOf(pack, asked);
const plan = planDiffusion(parts.layout, request);
const { latents } = await makeLatents(parts, request, plan, context);
const decoder = await Decoder.open(parts);
const planes = await decoder.planes(latents, plan.latent);

const expected = arrayOf(pack, asked, "latents").values;
const pixels = arrayOf(pack, asked, "pixels").values;
console.log(
  JSON.stringify({
    latents: largestDifference(latents, expected.subarray(expected.length - latents.length)),
    pixels: largestDifference(planes, pixels),
    count: planes.length,
  }),
);
process.exit(0); // the WebGPU device keeps the event loop alive
