/** What a pack is: by its files and its graphs' inputs and outputs, never by its name. */
import { z } from "zod";
import type { PackAbilities, PackKind, PackMemory, PackProvider } from "#contract/pack.ts";
import { Problem } from "#contract/problem.ts";
import {
  type DiffusionLayout,
  diffusionDefaults,
  diffusionLayout,
  fixedSize,
  latentScale,
  sizeMultiple,
} from "#main/diffusion/index.ts";
import type { TensorInfo } from "#native/onnx/index.ts";
import type { Choice } from "./choose.ts";
import { type Graph, readGraphs } from "./graphs.ts";
import { estimateMemory, type UnetShape } from "./memory.ts";
import { recogniseNetwork } from "./network.ts";
import { providersOf } from "./providers.ts";

export interface Recognised {
  kind: PackKind;
  family?: string;
  abilities: PackAbilities;
  memory: PackMemory;
  providers: PackProvider[];
  graphs: Graph[];
}

/**
 * Recognises the chosen files of a pack in `dir`; the graphs must be there, their external weights need not.
 * @param kind what the user says that it is.
 * @throws Problem "bad-input" when it is no kind of pack that we know, or another than `kind`;
 * "corrupt-pack" when a part is missing or damaged.
 */
export async function recognise(dir: string, choice: Choice, kind?: PackKind): Promise<Recognised> {
  const graphs = await readGraphs(dir, choice.graphs);
  const found =
    choice.layout === "diffusion" ? await diffusion(dir, graphs) : await network(dir, graphs, choice, kind);
  if (kind !== undefined && kind !== found.kind) {
    throw new Problem(
      "bad-input",
      `This is a pack of the kind ${found.kind}, not ${kind}.`,
      "Leave --kind out.",
      { text: { key: "pack-kind-other" } },
    );
  }
  return { ...found, providers: providersOf(graphs), graphs };
}

type Found = Omit<Recognised, "providers" | "graphs">;

async function network(
  dir: string,
  graphs: readonly Graph[],
  choice: Choice,
  kind?: PackKind,
): Promise<Found> {
  const found = await recogniseNetwork(dir, graphs[0]!, [...choice.graphs, ...choice.others], kind);
  return { ...found, memory: estimateMemory(graphs, found.abilities.size) };
}

/** Fields of unet/config.json that tell sizes. */
const UnetSizes = z.looseObject({
  sample_size: z.union([z.int().positive(), z.tuple([z.int().positive(), z.int().positive()])]).nullish(),
  attention_head_dim: z.union([z.int().positive(), z.array(z.int().positive()).nonempty()]).nullish(),
});

/** Latent sides of the families' own pictures, 512 and 1024 pixels, for packs without a configuration. */
const SAMPLE_SIZES = { sd: 64, sdxl: 128 };
const FRAMES = 16;

async function diffusion(dir: string, graphs: readonly Graph[]): Promise<Found> {
  const layout = await diffusionLayout(dir);
  if (layout === undefined) throw new Error(`${dir} was chosen as a diffusion pack and is none`);
  const sizes = UnetSizes.safeParse(layout.configs.unet).data ?? {};
  const size = ownSize(layout, sizes);
  const frames = layout.motion ? Number(sampleOf(layout).dims[2]) || FRAMES : 1;
  const shape: UnetShape = {
    family: layout.family,
    frames,
    channels: layout.configs.unet.block_out_channels?.[0] ?? 320,
    heads: heads(sizes, layout),
    scale: latentScale(layout),
  };
  return {
    kind: layout.motion ? "motion" : "image",
    family: layout.family,
    abilities: {
      picture: !layout.motion,
      pictureFromPicture: layout.vaeEncoder !== undefined,
      ...(layout.motion && { motion: { frames } }),
      size,
      ...diffusionDefaults(layout),
      scheduler: { name: layout.configs.scheduler._class_name, assumed: layout.isSchedulerAssumed },
    },
    memory: estimateMemory(graphs, size, shape),
  };
}

/** What the graph fixes, else what the pack was trained on. */
function ownSize(
  layout: DiffusionLayout,
  { sample_size }: z.infer<typeof UnetSizes>,
): NonNullable<PackAbilities["size"]> {
  const usual = sample_size ?? SAMPLE_SIZES[layout.family];
  const [rows, columns] = typeof usual === "number" ? [usual, usual] : usual;
  const scale = latentScale(layout);
  const { width, height } = fixedSize(layout);
  return {
    width: width ?? columns * scale,
    height: height ?? rows * scale,
    fixed: width !== undefined && height !== undefined,
    multiple: sizeMultiple(layout),
  };
}

function sampleOf(layout: DiffusionLayout): TensorInfo {
  return layout.unetInputs.find(({ name }) => name === "sample")!;
}

/** diffusers calls the number of heads `attention_head_dim` in these families' configurations. */
function heads(
  { attention_head_dim: heads }: z.infer<typeof UnetSizes>,
  { family }: DiffusionLayout,
): number {
  if (typeof heads === "number") return heads;
  return heads?.[family === "sdxl" ? 1 : 0] ?? (family === "sdxl" ? 10 : 8);
}
