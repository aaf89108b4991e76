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
import { type Box, compress, cropPlanes, roundLayer, roundMask, visibleBox } from "./layers.ts";

/** What painter/<setting>.json says of the graph's layers, far to near. */
const SettingCard = z.object({
  layers: z.array(z.object({ name: z.string(), role: LayerRole, depth: z.number(), blend: Blend })),
});
type SettingCard = z.infer<typeof SettingCard>;

const REINSTALL = "Install the pack again.";
const MASKS = ["sky", "water", "emitters"] as const;

/** Pixels around a layer that a look may spread into. */
const LOOK_MARGIN = 8;

/** The graphs have thousands of small nodes; the sound is made beside them. */
const GRAPH = { asWritten: true, yielding: true };

/**
 * Paints one shot with a painter pack: the setting's graph gives float layers, the look's graphs
 * restyle what each of them shows; they are rounded and written to `outDir`, with `plate.json` last.
 * @throws Problem "corrupt-pack" when a graph or its card is missing or damaged, "cancelled".
 */
export async function paint(input: TaskInput<"paint">, context: TaskContext): Promise<Plate> {
  const { shot, size, overscan, provider, outDir } = input;
  const folder = join(input.packDir, "painter");
  const card = await readCard(join(folder, `${shot.setting}.json`));
  const { width, height } = plateSize(size, overscan);
  const feeds = painterFeeds(shot, size, overscan);

  const painter = await context.sessions.open(join(folder, `${shot.setting}.onnx`), provider, GRAPH);
  const painted = await painter.run(feedsOf(painter, feeds));
  context.throwIfCancelled();
  context.progress(0.5, shot.setting);

  const planes = floats(painted.layers!);
  const volume = 4 * width * height;
  if (planes.length !== volume * card.layers.length) {
    throw new Problem("corrupt-pack", "A painter graph and its card disagree.", REINSTALL);
  }
  const looks = {
    normal: await context.sessions.open(join(folder, "looks", `${shot.look}.onnx`), provider, GRAPH),
    add: await context.sessions.open(join(folder, "looks", `${shot.look}-light.onnx`), provider, GRAPH),
  };
  const layers: PlateLayer[] = [];
  for (const [index, layer] of card.layers.entries()) {
    context.throwIfCancelled();
    const whole = planes.subarray(index * volume, (index + 1) * volume);
    const box = visibleBox(whole, width, height, layer.blend, LOOK_MARGIN);
    if (!box) continue; // stars by day, lamps that are off
    const styled = await restyle(looks[layer.blend], cropPlanes(whole, width, height, box), box, feeds);
    const file = `${index}-${layer.name}.rgba.zst`;
    await writeFile(join(outDir, file), compress(roundLayer(styled, box.width, box.height)));
    layers.push({ ...layer, box, file });
    context.progress(0.5 + (0.5 * (index + 1)) / card.layers.length, shot.look);
  }

  const plate = Plate.parse({
    version: 1,
    width,
    height,
    overscan,
    layers,
    masks: await writeMasks(outDir, floats(painted.masks!)),
    light: lightOf(floats(painted.light!)),
    ground: groundOf(floats(painted.ground!)),
  });
  await writeFile(join(outDir, "plate.json"), JSON.stringify(plate));
  return plate;
}

/** Runs a look on a layer's planes [4, box.height, box.width], at their place in the plate. */
async function restyle(look: Session, planes: Float32Array, box: Box, feeds: Feeds): Promise<Float32Array> {
  const { x, y } = feeds;
  const placed: Feeds = {
    ...feeds,
    layer: { data: planes, dims: [1, 4, box.height, box.width] },
    x: { data: x!.data.subarray(box.x, box.x + box.width), dims: [1, box.width] },
    y: { data: y!.data.subarray(box.y, box.y + box.height), dims: [box.height, 1] },
  };
  return floats((await look.run(feedsOf(look, placed))).styled!);
}

async function readCard(path: string): Promise<SettingCard> {
  try {
    return SettingCard.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw new Problem("corrupt-pack", `${path} cannot be read.`, REINSTALL, { cause: error });
  }
}

/** The feeds that a graph asks for, as tensors. */
function feedsOf(session: Session, feeds: Feeds): Record<string, Tensor> {
  const wanted = session.inputs.filter(({ name }) => name in feeds);
  return Object.fromEntries(
    wanted.map(({ name }) => [name, tensor("float32", feeds[name]!.data, feeds[name]!.dims)]),
  );
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
