/** The painter's part in the engine: a shot becomes a plate on disk. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { TaskInput } from "#contract/engine.ts";
import { Blend, LayerRole, Plate, type PlateLayer } from "#contract/plate.ts";
import { Problem } from "#contract/problem.ts";
import type { TaskContext } from "#main/inference/index.ts";
import { floats, type Session, type Tensor, tensor } from "#native/onnx/index.ts";
import { type Feeds, painterFeeds, plateSize } from "./feeds.ts";
import { compress, cropLayer, roundMask } from "./layers.ts";

/** What painter/<setting>.json says of the graph's layers, far to near. */
const SettingCard = z.object({
  layers: z.array(z.object({ name: z.string(), role: LayerRole, depth: z.number(), blend: Blend })),
});
type SettingCard = z.infer<typeof SettingCard>;

const MASKS = ["sky", "water", "emitters"] as const;

/**
 * Paints one shot with a painter pack: the setting's graph gives float layers, the look's graph
 * restyles them; they are rounded, cropped and written to `outDir` with `plate.json` last.
 * @throws Problem "corrupt-pack" when a graph or its card is missing or damaged, "cancelled".
 */
export async function paint(input: TaskInput<"paint">, context: TaskContext): Promise<Plate> {
  const { shot, size, overscan, provider, outDir } = input;
  const folder = join(input.packDir, "painter");
  const card = await readCard(join(folder, `${shot.setting}.json`));
  const { width, height } = plateSize(size, overscan);
  const feeds = painterFeeds(shot, size, overscan);

  const painter = await context.sessions.open(join(folder, `${shot.setting}.onnx`), provider);
  const painted = await painter.run(feedsOf(painter, feeds));
  context.throwIfCancelled();
  context.progress(0.5, shot.setting);

  const look = await context.sessions.open(join(folder, "looks", `${shot.look}.onnx`), provider);
  const styled = await look.run({ ...feedsOf(look, feeds), layers: painted["layers"]! });
  context.throwIfCancelled();
  context.progress(0.8, shot.look);

  const plate = Plate.parse({
    version: 1,
    width,
    height,
    overscan,
    layers: await writeLayers(outDir, card, floats(styled["styled"]!), width, height),
    masks: await writeMasks(outDir, floats(painted["masks"]!)),
    light: lightOf(floats(painted["light"]!)),
    ground: groundOf(floats(painted["ground"]!)),
  });
  await writeFile(join(outDir, "plate.json"), JSON.stringify(plate));
  return plate;
}

async function readCard(path: string): Promise<SettingCard> {
  try {
    return SettingCard.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw new Problem("corrupt-pack", `${path} cannot be read.`, "Install the pack again.", { cause: error });
  }
}

/** The feeds that a graph asks for, as tensors. */
function feedsOf(session: Session, feeds: Feeds): Record<string, Tensor> {
  const wanted = session.inputs.filter(({ name }) => name in feeds);
  return Object.fromEntries(
    wanted.map(({ name }) => [name, tensor("float32", feeds[name]!.data, feeds[name]!.dims)]),
  );
}

async function writeLayers(
  outDir: string,
  card: SettingCard,
  planes: Float32Array,
  width: number,
  height: number,
): Promise<PlateLayer[]> {
  const volume = 4 * width * height;
  if (planes.length !== volume * card.layers.length) {
    throw new Problem("corrupt-pack", "A painter graph and its card disagree.", "Install the pack again.");
  }
  const layers: PlateLayer[] = [];
  for (const [index, layer] of card.layers.entries()) {
    const visible = cropLayer(
      planes.subarray(index * volume, (index + 1) * volume),
      width,
      height,
      layer.blend,
    );
    if (!visible) continue; // stars by day, lamps that are off
    const file = `${index}-${layer.name}.rgba.zst`;
    await writeFile(join(outDir, file), compress(visible.rgba));
    layers.push({ ...layer, box: visible.box, file });
  }
  return layers;
}

async function writeMasks(outDir: string, planes: Float32Array): Promise<Plate["masks"]> {
  const area = planes.length / MASKS.length;
  const files = await Promise.all(
    MASKS.map(async (name, index) => {
      const file = `mask-${name}.zst`;
      await writeFile(
        join(outDir, file),
        compress(roundMask(planes.subarray(index * area, (index + 1) * area))),
      );
      return [name, file] as const;
    }),
  );
  return Object.fromEntries(files) as Plate["masks"];
}

/** See scene.py: [x, y, colour, ambient, haze, intensity]. */
function lightOf(values: Float32Array): Plate["light"] {
  const rgb = (at: number): [number, number, number] => [values[at]!, values[at + 1]!, values[at + 2]!];
  return {
    x: values[0]!,
    y: values[1]!,
    colour: rgb(2),
    ambient: rgb(5),
    haze: rgb(8),
    intensity: values[11]!,
  };
}

function groundOf(values: Float32Array): Plate["ground"] {
  const [horizon, far, near, farHeight, nearHeight] = values;
  return { horizon: horizon!, far: far!, near: near!, farHeight: farHeight!, nearHeight: nearHeight! };
}
