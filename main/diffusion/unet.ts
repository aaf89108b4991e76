/** The denoiser: what a pack's UNet predicts for a latent, with guidance, in whatever types and ranks it wants. */
import type { PackTrial } from "#contract/engine.ts";
import { floats, type Session, type Tensor, type TensorInfo } from "#native/onnx/index.ts";
import { corrupt } from "./config.ts";
import { fixed, floatFeed, inputOf, numbersFeed, refuseUnknown } from "./feeds.ts";
import { nameOf } from "./headers.ts";
import type { Parts } from "./parts.ts";
import type { Conditioning } from "./text.ts";

export interface DenoiserOptions {
  positive: Conditioning;
  /** What guidance leads away from; without it there is none. */
  negative: Conditioning | undefined;
  guidance: number;
  /** Shape of one latent without the batch: [channels, (frames,) height, width]. */
  shape: readonly number[];
  /** Pixels, which SDXL is told. */
  width: number;
  height: number;
}

export type GuidanceRuns = PackTrial["guidanceRuns"];

const INPUTS = ["sample", "timestep", "encoder_hidden_states", "timestep_cond", "text_embeds", "time_ids"];
const OUTPUT = "out_sample";

/** How a UNet is guided: "embedded" takes the scale as an input (LCM), "batch" has a free batch dimension. */
export function guidanceRuns(inputs: readonly TensorInfo[]): GuidanceRuns {
  if (inputs.some(({ name }) => name === "timestep_cond")) return "embedded";
  return fixed(inputs.find(({ name }) => name === "sample")?.dims[0]) === 1 ? "twice" : "batch";
}

/** A UNet with all that stays the same from step to step. */
export class Denoiser {
  readonly #parts: Parts;
  readonly #session: Session;
  readonly #options: DenoiserOptions;
  readonly #sample: TensorInfo;
  readonly #timestep: TensorInfo;
  readonly #output: string;
  /** What each run is fed besides the latent and the timestep; a run of batch 2 has both prompts. */
  readonly #runs: { batch: number; feeds: Record<string, Tensor> }[];

  /** @throws Problem "corrupt-pack" when the UNet wants something that we do not know or have. */
  constructor(parts: Parts, session: Session, options: DenoiserOptions) {
    refuseUnknown(session, INPUTS);
    this.#parts = parts;
    this.#session = session;
    this.#options = options;
    this.#sample = inputOf(session, "sample");
    this.#timestep = inputOf(session, "timestep");
    this.#output = session.outputs.find(({ name }) => name === OUTPUT)?.name ?? session.outputs[0]!.name;
    const prompts = options.negative ? [options.negative, options.positive] : [options.positive];
    const batch = fixed(this.#sample.dims[0]) ?? prompts.length;
    if (batch > 2) {
      throw corrupt(`${nameOf(session.path)} was exported for ${batch} pictures at a time.`, {
        hint: "Export it with a free batch dimension, or with 1.",
      });
    }
    this.#runs =
      batch === prompts.length
        ? [{ batch, feeds: this.#constants(prompts) }]
        : prompts.map((prompt) => ({ batch, feeds: this.#constants(Array(batch).fill(prompt)) }));
  }

  /**
   * What the UNet predicts for one latent of `shape`; with guidance, negative + guidance * (positive - negative).
   * @throws Problem as `Parts.run` does.
   */
  async predict(latent: Float32Array, timestep: number): Promise<Float32Array> {
    const { negative, guidance } = this.#options;
    const outputs: Float32Array[] = [];
    for (const { batch, feeds } of this.#runs) {
      const output = await this.#run(latent, timestep, batch, feeds);
      if (this.#runs.length === 1 && negative) {
        outputs.push(output.subarray(0, latent.length), output.subarray(latent.length));
      } else {
        outputs.push(output.subarray(0, latent.length)); // a batch fixed at 2 says all twice
      }
    }
    if (!negative) return outputs[0]!;
    const [away, towards] = outputs as [Float32Array, Float32Array];
    const guided = new Float32Array(latent.length);
    for (let i = 0; i < guided.length; i++) guided[i] = away[i]! + guidance * (towards[i]! - away[i]!);
    return guided;
  }

  async #run(
    latent: Float32Array,
    timestep: number,
    batch: number,
    constants: Record<string, Tensor>,
  ): Promise<Float32Array> {
    const session = this.#session;
    const { shape, width, height } = this.#options;
    const values = batch === 1 ? latent : repeat(latent, batch);
    const times = this.#timestep.dims.length === 0 ? [] : [this.#timesteps(batch)];
    const feeds = {
      ...constants,
      sample: floatFeed(session, this.#sample, values, [batch, ...shape]),
      timestep: numbersFeed(session, this.#timestep, Array(times[0] ?? 1).fill(timestep), times),
    };
    const outputs = await this.#parts.run(session, feeds, [this.#output], `a picture of ${width}x${height}`);
    const output = outputs[this.#output]!;
    if (output.size !== values.length) {
      throw corrupt(
        `${nameOf(session.path)} was given a latent of ${[batch, ...shape].join("x")} and gave ${output.dims.join("x")}.`,
      );
    }
    return floats(output);
  }

  /** How many times the timestep is told: once a latent where its dimension is the batch's, else once. */
  #timesteps(batch: number): number {
    const [wanted] = this.#timestep.dims;
    return fixed(wanted) ?? (wanted !== "" && wanted === this.#sample.dims[0] ? batch : 1);
  }

  /** The inputs of one run that are not the latent's or the step's. */
  #constants(prompts: readonly Conditioning[]): Record<string, Tensor> {
    const session = this.#session;
    const feeds: Record<string, Tensor> = {
      encoder_hidden_states: this.#states(prompts),
    };
    for (const info of session.inputs) {
      if (info.name === "timestep_cond") {
        const width = fixed(info.dims[1]) ?? this.#parts.layout.configs.unet.time_cond_proj_dim ?? 256;
        const embedding = guidanceEmbedding(this.#options.guidance, width);
        feeds[info.name] = floatFeed(session, info, repeat(embedding, prompts.length), [
          prompts.length,
          width,
        ]);
      } else if (info.name === "text_embeds") {
        const pooled = prompts.map((prompt) => prompt.pooled ?? new Float32Array());
        const values = concat(pooled);
        feeds[info.name] = floatFeed(session, info, values, [prompts.length, values.length / prompts.length]);
      } else if (info.name === "time_ids") {
        feeds[info.name] = this.#timeIds(info, prompts.length);
      }
    }
    return feeds;
  }

  /** SDXL: [height, width, top, left of the crop, target height, target width]. */
  #timeIds(info: TensorInfo, batch: number): Tensor {
    const { width, height } = this.#options;
    const wanted = fixed(info.dims[1]) ?? 6;
    if (wanted !== 6) {
      throw corrupt(`${nameOf(this.#session.path)} takes ${wanted} time_ids: it is no base model of SDXL.`);
    }
    const ids = Array.from({ length: batch }, () => [height, width, 0, 0, height, width]).flat();
    return numbersFeed(this.#session, info, ids, [batch, 6]);
  }

  /** A motion UNet may want a prompt's states once for each frame. */
  #states(prompts: readonly Conditioning[]): Tensor {
    const info = inputOf(this.#session, "encoder_hidden_states");
    const { tokens, width } = prompts[0]!;
    const known = fixed(info.dims[2]);
    if (known !== undefined && known !== width) {
      throw corrupt(
        `${nameOf(this.#session.path)} takes text of width ${known}; the text encoder gives ${width}.`,
      );
    }
    const frames = this.#options.shape.length === 4 ? this.#options.shape[1]! : 1;
    const perFrame = frames > 1 && this.#wantsFrames(info, frames, prompts.length);
    const states = prompts.map((prompt) => (perFrame ? repeat(prompt.states, frames) : prompt.states));
    const count = prompts.length * (perFrame ? frames : 1);
    return floatFeed(this.#session, info, concat(states), [count, tokens, width]);
  }

  /** A free dimension that is not the latent's batch is the frames', as OnnxStack exports it. */
  #wantsFrames(info: TensorInfo, frames: number, batch: number): boolean {
    const [count] = info.dims;
    const number = fixed(count);
    if (number !== undefined) return number === frames * batch;
    return count === "" || count !== this.#sample.dims[0];
  }
}

/**
 * LCM's `timestep_cond`, [width]: sines and cosines of 1000 (guidance - 1), in float32 as PyTorch has it.
 * Source: Imagen's and diffusers' guidance scale embedding.
 */
export function guidanceEmbedding(guidance: number, width: number): Float32Array {
  const f = Math.fround;
  const half = width >> 1;
  const scale = f((guidance - 1) * 1000);
  const slope = f(Math.log(10000) / (half - 1));
  const embedding = new Float32Array(width);
  for (let i = 0; i < half; i++) {
    const angle = f(scale * f(Math.exp(f(-slope * i))));
    embedding[i] = Math.sin(angle);
    embedding[i + half] = Math.cos(angle);
  }
  return embedding;
}

function repeat(values: Float32Array, times: number): Float32Array {
  return times === 1 ? values : concat(Array(times).fill(values));
}

function concat(arrays: readonly Float32Array[]): Float32Array {
  if (arrays.length === 1) return arrays[0]!;
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
