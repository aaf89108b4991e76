/** Depth for plates of one picture: by a depth pack where one is installed. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Provider } from "#contract/draft.ts";
import type { TaskInput } from "#contract/engine.ts";
import { Problem, type ProblemFields } from "#contract/problem.ts";
import type { PlanNote } from "#contract/storyboard.ts";
import type { Home } from "#main/home.ts";
import { findPackOfKind, type Pack } from "#main/packs/index.ts";
import type { StageContext } from "../../stage.ts";
import type { Picture, Plane } from "../estimate/index.ts";

/** A depth network, and how it is run. */
export type DepthNetwork = Pick<
  TaskInput<"depth">,
  "model" | "preprocessor" | "near" | "size" | "provider"
> & {
  /** Of its pack. */
  id: string;
  hash: string;
};

/** What a plate's depth is from; of a pack that failed, why it is estimated after all. */
export interface DepthUse {
  pack: string;
  failure?: ProblemFields;
}

/** Sides where the card tells none. */
const USUAL = { width: 448, height: 448, multiple: 224 };

/**
 * The depth network that drafts use: of the installed depth packs the first by its id. It runs on the
 * draft's provider where that has its operators, else on the CPU.
 * @throws Problem "corrupt-pack" when that pack is damaged.
 */
export async function findDepthNetwork(home: Home, provider: Provider): Promise<DepthNetwork | undefined> {
  const pack = await findPackOfKind("depth", home);
  return pack && networkOf(pack, provider);
}

function networkOf({ id, dir, hash, card }: Pack, provider: Provider): DepthNetwork {
  const files = Object.keys(card.files).sort();
  const graph = files.find((file) => file.endsWith(".onnx"));
  if (graph === undefined) {
    throw new Problem(
      "corrupt-pack",
      `The pack "${id}" is damaged: its card names no .onnx file.`,
      `Install it again: \`understudy packs remove ${id}\`, then \`packs add\`.`,
    );
  }
  const config = files.find((file) => posix.basename(file) === "preprocessor_config.json");
  const lacks = card.providers?.some((other) => other.provider === provider && !other.runs);
  const { width, height, multiple } = card.abilities?.size ?? USUAL;
  return {
    ...{ id, hash },
    model: join(dir, graph),
    preprocessor: config === undefined ? null : join(dir, config),
    near: card.abilities?.depth?.near ?? "large",
    size: { width, height, multiple },
    provider: lacks ? "cpu" : provider,
  };
}

/** What a plate depends on of its depth network. */
export function identityOf({ id, hash, near, size, provider }: DepthNetwork) {
  return { id, hash, near, size, provider };
}

/**
 * The depth of a picture, 0 = at infinity ... 1 = nearest. A network that fails is told, and gives none.
 * @throws Problem "cancelled".
 */
export async function depthOf(
  picture: Picture,
  network: DepthNetwork,
  { dir, engine, signal }: StageContext,
): Promise<{ depth?: Plane; use: DepthUse }> {
  const { id, hash: _, ...how } = network;
  const { width, height, rgb } = picture;
  const file = join(dir, "picture.rgb");
  const out = join(dir, "depth.f32");
  try {
    await writeFile(file, rgb);
    const map = await engine.run("depth", { ...how, picture: { file, width, height }, out }, { signal });
    const bytes = new Uint8Array(await readFile(out));
    return { depth: { ...map, values: new Float32Array(bytes.buffer) }, use: { pack: id } };
  } catch (error) {
    if (!(error instanceof Problem) || error.code === "cancelled") throw error;
    return { use: { pack: id, failure: error.fields } };
  } finally {
    await Promise.all([file, out].map((path) => rm(path, { force: true })));
  }
}

/** Whether another try may end otherwise: it failed for what the machine was short of. */
export function mayRecover({ failure }: DepthUse): boolean {
  return failure?.code === "no-memory" || failure?.code === "engine-crashed";
}

/** What the user is told of where depth is from. */
export function depthNote({ pack, failure }: DepthUse): PlanNote {
  if (failure === undefined) {
    return { code: "depth", subject: pack, message: `Depth is from the pack "${pack}".` };
  }
  const message = `The depth pack "${pack}" failed, so depth was estimated without it: ${failure.message}`;
  return { code: "depth-failed", subject: pack, message, problem: failure };
}
