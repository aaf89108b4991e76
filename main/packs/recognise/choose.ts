/** Which of a folder's, archive's or repository's files are the pack: only what its layout needs. */
import { posix } from "node:path";
import { Problem } from "#contract/problem.ts";
import { requireTokenizerFiles } from "#main/diffusion/index.ts";

/** Paths are "/"-separated, from the pack's folder. */
export interface Choice {
  layout: "diffusion" | "network";
  graphs: string[];
  /** Configurations, tokenizers, voices, licence texts. */
  others: string[];
}

const DIFFUSION_PARTS = ["unet", "text_encoder", "text_encoder_2", "vae_decoder", "vae_encoder"];
const DIFFUSION_FILES = new RegExp(
  `^(?:model_index\\.json|scheduler/scheduler_config\\.json|tokenizer(?:_2)?/[^/]+\\.(?:json|txt)|(?:${DIFFUSION_PARTS.join("|")})/config\\.json)$`,
);
/** Beside a single network, or in the folder above its own. */
const NETWORK_FILES = ["config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json"];
/** Kokoro's voices: raw float32 tables, one a speaker. */
const VOICE = /(?:^|\/)voices\/[^/]+\.bin$/;
/** Texts that tell the licence, at the top or beside the graph. */
const TEXT = /^(?:licen[cs]e|copying|notice|readme|model_?card)(?:[._-][\w.-]*)?$/i;

/**
 * Chooses from `paths` by where files are in the known layouts.
 * @param asked path of one .onnx file, for folders with several.
 * @param from the place, for people.
 * @throws Problem "bad-input" when there is no known layout, or several networks to choose from,
 * "corrupt-pack" when a diffusion pack lacks a part.
 */
export function chooseFiles(paths: readonly string[], from: string, asked?: string): Choice {
  if (asked === undefined && paths.includes("unet/model.onnx")) {
    requireParts(paths, from);
    const graphs = DIFFUSION_PARTS.map((part) => `${part}/model.onnx`).filter((path) => paths.includes(path));
    return {
      layout: "diffusion",
      graphs,
      others: paths.filter((path) => DIFFUSION_FILES.test(path) || isText(path, "")),
    };
  }
  if (asked === undefined) refuseOtherDiffusion(paths, from);
  const graph = chooseGraph(paths, from, asked);
  const folder = posix.dirname(graph);
  const near = (name: string) => [posix.join(folder, name), posix.join(folder, "..", name)];
  const wanted = new Set([`${graph}.json`, ...NETWORK_FILES.flatMap(near)]);
  const isVoice = (path: string) => VOICE.test(path) && near("voices").includes(posix.dirname(path));
  const others = paths.filter((path) => wanted.has(path) || isVoice(path) || isText(path, folder));
  return { layout: "network", graphs: [graph], others };
}

/** Told by the names alone, before anything is downloaded or read. Throws Problem "corrupt-pack" for a missing part. */
function requireParts(paths: readonly string[], from: string): void {
  const parts = ["text_encoder/model.onnx", "vae_decoder/model.onnx", "tokenizer/"];
  const missing = parts.find((part) => !paths.some((path) => path.startsWith(part)));
  if (missing !== undefined) {
    throw new Problem(
      "corrupt-pack",
      `${from} has unet/model.onnx, and no ${missing}: a part of the diffusion pack is missing.`,
      "Export or download the pack again; docs/packs.md has the layout.",
      { text: { key: "pack-incomplete", values: { source: from, missing: String(missing) } } },
    );
  }
  for (const folder of ["tokenizer", "tokenizer_2"]) {
    const names = paths.filter((path) => posix.dirname(path) === folder).map((path) => posix.basename(path));
    if (names.length > 0) requireTokenizerFiles(names, `${from}/${folder}`);
  }
}

/** Whether the path is one of a Kokoro pack's voices, which end in .bin and are no pickles. */
export function isVoiceTable(path: string): boolean {
  return VOICE.test(path);
}

function isText(path: string, folder: string): boolean {
  const place = posix.dirname(path);
  return (place === "." || place === folder) && isLicenceText(path);
}

/** Whether the file tells the licence: a licence text, or the model's own description. */
export function isLicenceText(path: string): boolean {
  return TEXT.test(posix.basename(path));
}

function chooseGraph(paths: readonly string[], from: string, asked: string | undefined): string {
  const graphs = paths.filter((path) => path.endsWith(".onnx"));
  if (asked !== undefined) {
    if (graphs.includes(asked)) return asked;
    throw new Problem("not-found", `There is no ${asked} in ${from}.`, listed(graphs));
  }
  const usual = ["model.onnx", "onnx/model.onnx"].find((path) => graphs.includes(path));
  if (usual !== undefined) return usual;
  if (graphs.length === 1) return graphs[0]!;
  if (graphs.length === 0) {
    throw new Problem(
      "bad-input",
      `There is no ONNX model in ${from}.`,
      "Packs are models exported to ONNX; docs/packs.md has the exporters' commands.",
      { text: { key: "pack-not-onnx", values: { source: from } } },
    );
  }
  throw new Problem("bad-input", `There are ${graphs.length} ONNX models in ${from}.`, listed(graphs), {
    text: { key: "pack-several-graphs", values: { source: from, graphs: graphs.slice(0, 8).join(", ") } },
  });
}

function listed(graphs: readonly string[]): string {
  const shown = graphs.slice(0, 8).join(", ");
  return `Add the path of one of them: ${shown}${graphs.length > 8 ? ", ..." : ""}.`;
}

/** Diffusion models that are there, but not as a pack that we can run. */
function refuseOtherDiffusion(paths: readonly string[], from: string): void {
  if (paths.includes("transformer/model.onnx")) {
    throw new Problem(
      "bad-input",
      `${from} holds a diffusion model with a transformer (as SD 3 and FLUX are), which Understudy cannot run.`,
      "Packs with a UNet run: Stable Diffusion 1 and 2, SDXL, their Turbo and LCM kinds, AnimateDiff.",
      { text: { key: "pack-transformer", values: { source: from } } },
    );
  }
  if (!paths.includes("model_index.json") || paths.some((path) => path.endsWith(".onnx"))) return;
  throw new Problem(
    "bad-input",
    `${from} holds a diffusion model that is not exported to ONNX: there is no unet/model.onnx.`,
    "`optimum-cli export onnx --model NAME FOLDER` exports it; some repositories have it under `--revision onnx`.",
    { text: { key: "pack-not-onnx", values: { source: from } } },
  );
}
