/** Recognises packs that are one network: voices, matting, depth. By what goes in and comes out. */
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { z } from "zod";
import type { PackAbilities, PackKind } from "#contract/pack.ts";
import { Problem } from "#contract/problem.ts";
import type { OnnxHeader } from "#native/onnx/index.ts";
import type { Graph } from "./graphs.ts";
import { frontMatter } from "./licence.ts";
import { type DepthConfig, nearValues } from "./near.ts";

export interface Network {
  kind: Extract<PackKind, "voice" | "matting" | "depth">;
  family?: string;
  abilities: PackAbilities;
}

/** The user must say what the pack is; nothing is wrong with it. */
export class KindQuestion extends Problem {}

type MapKind = "matting" | "depth";

/** A Piper voice's own card. */
const PiperCard = z.looseObject({
  audio: z.looseObject({ sample_rate: z.int().positive() }),
  espeak: z.looseObject({ voice: z.string() }).optional(),
  phoneme_id_map: z.record(z.string(), z.array(z.int())),
  num_speakers: z.int().positive().optional(),
});

const Sides = z.object({ height: z.int().positive(), width: z.int().positive() });

/** preprocessor_config.json: the size that pictures are made before the network sees them. */
const Preprocessor = z.looseObject({
  size: z.union([Sides, z.object({ shortest_edge: z.int().positive() }), z.int().positive()]).nullish(),
  ensure_multiple_of: z.int().positive().nullish(),
  /** GLPN's word for it. */
  size_divisor: z.int().positive().nullish(),
});

/** Hugging Face's config.json and preprocessor_config.json, as far as they tell what a network is for. */
const Purpose = z.looseObject({
  architectures: z.array(z.string()).optional(),
  model_type: z.string().optional(),
  image_processor_type: z.string().optional(),
  feature_extractor_type: z.string().optional(),
  depth_estimation_type: z.string().optional(),
});

/** Kokoro's speech, samples a second; its files do not say. */
const KOKORO_RATE = 24_000;
const KOKORO_STYLE = 256;

/**
 * What the one graph of a pack is.
 * @param kind what the user says that it is; decides between matting and depth where the files do not tell.
 * @throws Problem "bad-input" when it is nothing that Understudy can use, or cannot be told.
 */
export async function recogniseNetwork(
  dir: string,
  graph: Graph,
  files: readonly string[],
  kind?: PackKind,
): Promise<Network> {
  const { file, header } = graph;
  const voice = (await piper(dir, graph, files)) ?? kokoro(header, files);
  if (voice !== undefined) return voice;
  const size = mapSize(header);
  if (size === undefined) throw unknown(file, header);
  const configs = await readConfigs(dir, files);
  const told = kind === "matting" || kind === "depth" ? kind : await toldKind(dir, header, files, configs);
  if (told === undefined) {
    throw new KindQuestion(
      "bad-input",
      `${file} makes a map of a picture, and nothing in the pack tells whether of alpha (matting) or of depth.`,
      "Say it by --kind matting or --kind depth.",
      { text: { key: "pack-kind-unclear", values: { file } } },
    );
  }
  const abilities = { size: size.fixed ? size : await freeSize(dir, files) };
  if (told === "matting") return { kind: told, abilities };
  return { kind: told, abilities: { ...abilities, depth: nearValues(header.outputs, configs) } };
}

async function piper(
  dir: string,
  { file, header }: Graph,
  files: readonly string[],
): Promise<Network | undefined> {
  if (!files.includes(`${file}.json`) || !has(header, ["input", "input_lengths", "scales"])) return undefined;
  const card = PiperCard.safeParse(await readJson(dir, `${file}.json`));
  if (!card.success) return undefined;
  const { audio, espeak, num_speakers: speakers } = card.data;
  return {
    kind: "voice",
    family: "piper",
    abilities: {
      sampleRate: audio.sample_rate,
      ...(espeak && { language: espeak.voice }),
      speakers: speakers ?? 1,
    },
  };
}

function kokoro(header: OnnxHeader, files: readonly string[]): Network | undefined {
  const style = header.inputs.find(({ name }) => name === "style");
  const ids = header.inputs.some(({ name, type }) => /^(input_ids|tokens)$/.test(name) && type === "int64");
  if (!ids || !has(header, ["style", "speed"])) return undefined;
  const width = style?.dims[1];
  if (style?.dims.length !== 2 || (typeof width === "number" && width !== KOKORO_STYLE)) return undefined;
  const voices = files.filter((path) => posix.basename(posix.dirname(path)) === "voices").length;
  return {
    kind: "voice",
    family: "kokoro",
    abilities: { sampleRate: KOKORO_RATE, ...(voices > 0 && { speakers: voices }) },
  };
}

function has(header: OnnxHeader, names: readonly string[]): boolean {
  return names.every((name) => header.inputs.some((input) => input.name === name));
}

/** Words in the names of outputs and classes, and what they say. */
const WORDS: readonly [MapKind, RegExp][] = [
  ["depth", /depth|disparity|dpt|midas|glpn|zoe/i],
  ["matting", /alpha|\bpha\b|matte|matting|modnet|birefnet|rmbg|isnet|u2net|backgroundremoval/i],
];

/** The size of the pictures that a network takes, when it makes a map of one channel of a picture; else undefined. */
function mapSize({ inputs, outputs }: OnnxHeader): PackAbilities["size"] | undefined {
  const pictures = inputs.filter(({ type, dims }) => {
    const channels = dims[1];
    return (
      /^float/.test(type) &&
      dims.length === 4 &&
      (channels === 3 || (inputs.length === 1 && typeof channels === "string"))
    );
  });
  const [picture] = pictures;
  if (picture === undefined || pictures.length > 1) return undefined;
  const [height, width] = picture.dims.slice(2);
  const isMap = outputs.some(({ name, type, dims }) => {
    if (!/^float/.test(type)) return false;
    if (dims.length === 4) return dims[1] === 1;
    const [rows, columns] = dims.slice(1);
    return dims.length === 3 && ((rows === height && columns === width) || wordIn([name]) !== undefined);
  });
  // More inputs are states that a network for films carries on; it then names its alpha.
  if (!isMap || (inputs.length > 1 && wordIn(outputs.map(({ name }) => name)) === undefined))
    return undefined;
  if (typeof height === "number" && typeof width === "number" && height > 0 && width > 0) {
    return { width, height, fixed: true, multiple: 1 };
  }
  return FREE_SIZE;
}

/** Where nothing tells: sides that the usual networks' patches (14, 16) and halvings (32) all divide. */
const FREE_SIZE = { width: 448, height: 448, fixed: false, multiple: 224 };

/** The size of a network whose graph leaves it free, by the configuration of its preprocessing. */
async function freeSize(dir: string, files: readonly string[]): Promise<NonNullable<PackAbilities["size"]>> {
  const path = files.find((file) => posix.basename(file) === "preprocessor_config.json");
  const read = Preprocessor.safeParse(path === undefined ? undefined : await readJson(dir, path));
  if (!read.success) return FREE_SIZE;
  const { size, ensure_multiple_of, size_divisor } = read.data;
  const multiple = ensure_multiple_of ?? size_divisor ?? (size ? 1 : FREE_SIZE.multiple);
  if (!size) return { ...FREE_SIZE, multiple };
  const side = typeof size === "number" ? size : "shortest_edge" in size ? size.shortest_edge : undefined;
  const { width, height } =
    side === undefined ? (size as z.infer<typeof Sides>) : { width: side, height: side };
  return { width, height, fixed: false, multiple };
}

/** Matting or depth, by the names of outputs, else by configurations, else by the model card's task. */
async function toldKind(
  dir: string,
  header: OnnxHeader,
  files: readonly string[],
  configs: readonly DepthConfig[],
): Promise<MapKind | undefined> {
  const byOutput = wordIn(header.outputs.map(({ name }) => name));
  if (byOutput !== undefined) return byOutput;
  for (const { names } of configs) {
    const byClass = wordIn(names);
    if (byClass !== undefined) return byClass;
  }
  const card = await frontMatter(dir, files);
  if (card.pipeline_tag === "depth-estimation") return "depth";
  if (card.pipeline_tag === "image-segmentation" || card.pipeline_tag === "image-matting") return "matting";
  return undefined;
}

/** The configurations that can be read: config.json first. */
async function readConfigs(dir: string, files: readonly string[]): Promise<DepthConfig[]> {
  const configs: DepthConfig[] = [];
  for (const path of files.filter((path) => /(^|\/)(config|preprocessor_config)\.json$/.test(path)).sort()) {
    const purpose = Purpose.safeParse(await readJson(dir, path));
    if (!purpose.success) continue;
    const { architectures = [], model_type, image_processor_type, feature_extractor_type } = purpose.data;
    const classes = [model_type, image_processor_type, feature_extractor_type];
    configs.push({
      path,
      names: [...architectures, ...classes.filter((name) => name !== undefined)],
      estimationType: purpose.data.depth_estimation_type,
    });
  }
  return configs;
}

function wordIn(names: readonly string[]): MapKind | undefined {
  return WORDS.find(([, word]) => names.some((name) => word.test(name)))?.[0];
}

async function readJson(dir: string, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(dir, path), "utf8"));
  } catch {
    return undefined;
  }
}

function unknown(file: string, { inputs, outputs }: OnnxHeader): Problem {
  const list = (values: OnnxHeader["inputs"]) =>
    values
      .slice(0, 6)
      .map(({ name, dims }) => `${name} [${dims.map((dim) => (dim === "" ? "?" : dim)).join(", ")}]`)
      .join(", ");
  return new Problem(
    "bad-input",
    `${file} is no kind of pack that Understudy knows: it takes ${list(inputs)} and gives ${list(outputs)}.`,
    "It knows diffusion packs with a UNet, Piper and Kokoro voices, matting and depth networks; see docs/packs.md.",
    { text: { key: "pack-kind-unknown", values: { file } } },
  );
}
