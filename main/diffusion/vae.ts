/** The VAE: latents to pictures, and back. */
import type { RgbPicture } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import { floats, type Session } from "#native/onnx/index.ts";
import { corrupt } from "./config.ts";
import { allFinite, fixed, floatFeed, notNumbers } from "./feeds.ts";
import { nameOf } from "./headers.ts";
import type { DiffusionLayout } from "./layout.ts";
import type { Parts } from "./parts.ts";
import { toPicture, toPlanes } from "./pixels.ts";
import { latentScale } from "./size.ts";
import { decodeByTiles } from "./tiles.ts";

const PART = "vae_decoder";

/** Where a pack does not tell: the VAEs of SD 1, SD 2 and Turbo, and of SDXL. */
const SCALING = { sd: 0.18215, sdxl: 0.13025 };
/** Sides of tiles, in elements of the latent: as large as memory allows. */
const TILE_SIDES = [96, 64, 48, 32, 16];

/** Limits of the log-variance, as diffusers has them. */
const LOG_VARIANCE = { least: -30, most: 20 };

export type LatentShape = readonly [channels: number, height: number, width: number];

/** How the latents of the UNet relate to those of the VAE. */
function scaling({ configs, family }: DiffusionLayout): { scale: number; shift: number } {
  const { scaling_factor: scale, shift_factor: shift } = configs.vaeDecoder;
  return { scale: scale ?? SCALING[family], shift: shift ?? 0 };
}

/** Decodes latents one at a time. */
export class Decoder {
  readonly #parts: Parts;
  #session: Session;
  /** Once a whole decode ran out of memory: the side of the tiles that fitted. */
  #tile: number | undefined;

  private constructor(parts: Parts, session: Session) {
    this.#parts = parts;
    this.#session = session;
  }

  /** Opens the VAE decoder. @throws Problem "corrupt-pack" when the graph has not one input, and as `Parts.open`. */
  static async open(parts: Parts): Promise<Decoder> {
    const session = await parts.open(PART);
    if (session.inputs.length === 1) return new Decoder(parts, session);
    throw corrupt(`${nameOf(session.path)} has ${session.inputs.length} inputs; a VAE decoder has one.`);
  }

  /** Side of the tiles that decoding came down to; undefined while pictures are decoded whole. */
  get tile(): number | undefined {
    return this.#tile;
  }

  /**
   * The picture of a latent [channels, height, width]. Memory that runs out is first made by closing what
   * is not in use, then by tiles.
   * @throws Problem "no-memory" when not even small tiles fit, or the graph's size is fixed.
   */
  async decode(latent: Float32Array, shape: LatentShape): Promise<RgbPicture> {
    const pixels = latentScale(this.#parts.layout);
    const size = { width: shape[2] * pixels, height: shape[1] * pixels };
    return toPicture(await this.planes(latent, shape), size);
  }

  /** What `decode` makes the picture of: [3, height, width] of about -1..1. */
  async planes(latent: Float32Array, shape: LatentShape): Promise<Float32Array> {
    const { scale, shift } = scaling(this.#parts.layout);
    const unscaled = new Float32Array(latent.length);
    for (let i = 0; i < unscaled.length; i++) unscaled[i] = latent[i]! / scale + shift;
    const planes = await this.#wholeOrTiles(unscaled, shape);
    if (!allFinite(planes)) throw notNumbers(this.#session, "for a picture");
    return planes;
  }

  async #wholeOrTiles(latent: Float32Array, shape: LatentShape): Promise<Float32Array> {
    const [channels, height, width] = shape;
    const scale = latentScale(this.#parts.layout);
    const what = `a picture of ${width * scale}x${height * scale}`;
    const decode = (values: Float32Array, rows: number, columns: number) =>
      this.#run(values, [channels, rows, columns], scale, what);
    if (this.#tile === undefined) {
      try {
        return await decode(latent, height, width);
      } catch (error) {
        if (!isMemory(error) || this.#isFixed) throw error;
        // onnxruntime keeps the memory that a session once had.
        this.#session = await this.#parts.reopen(PART);
      }
    }
    const sides = TILE_SIDES.filter((side) => side < Math.max(height, width) && side <= (this.#tile ?? side));
    let failure: unknown;
    for (const side of sides) {
      try {
        const planes = await decodeByTiles(latent, { shape, side, scale, decode });
        this.#tile = side;
        return planes;
      } catch (error) {
        if (!isMemory(error)) throw error;
        failure = error;
      }
    }
    throw failure ?? new Problem("no-memory", `Memory ran out for ${what}.`, "Choose a smaller size.");
  }

  get #isFixed(): boolean {
    return this.#session.inputs[0]!.dims.slice(-2).some((dim) => fixed(dim) !== undefined);
  }

  async #run(values: Float32Array, shape: LatentShape, scale: number, what: string): Promise<Float32Array> {
    const [input] = this.#session.inputs;
    const [output] = this.#session.outputs;
    const feeds = { [input!.name]: floatFeed(this.#session, input!, values, [1, ...shape]) };
    const result = (await this.#parts.run(this.#session, feeds, [output!.name], what))[output!.name]!;
    const wanted = [1, 3, shape[1] * scale, shape[2] * scale];
    if (result.dims.join() !== wanted.join()) {
      throw corrupt(
        `${nameOf(this.#session.path)} gave a picture of ${result.dims.join("x")}, not ${wanted.join("x")}.`,
      );
    }
    return floats(result);
  }
}

/**
 * The latent of a picture, [channels, height / scale, width / scale], as the UNet knows it. A VAE that
 * gives the mean and the log-variance is sampled with `noise`; the legacy one gives a latent.
 * @throws Problem "corrupt-pack" when the graph gives neither.
 */
export async function encodePicture(
  parts: Parts,
  session: Session,
  picture: RgbPicture,
  channels: number,
  noise: (count: number) => Float32Array,
): Promise<Float32Array> {
  const [input] = session.inputs;
  const [output] = session.outputs;
  const { width, height } = picture;
  const feeds = { [input!.name]: floatFeed(session, input!, toPlanes(picture), [1, 3, height, width]) };
  const result = (await parts.run(session, feeds, [output!.name], `a latent of ${width}x${height}`))[
    output!.name
  ]!;
  const values = floats(result);
  if (!allFinite(values)) throw notNumbers(session, "for a picture");
  const { scale, shift } = scaling(parts.layout);
  const pixels = latentScale(parts.layout);
  const count = (channels * width * height) / pixels ** 2;
  if (values.length !== count && values.length !== 2 * count) {
    throw corrupt(
      `${nameOf(session.path)} gave ${result.dims.join("x")} for a picture of ${width}x${height} pixels.`,
    );
  }
  const latent = values.length === count ? values : sampled(values, noise(count));
  return latent.map((value) => (value - shift) * scale);
}

/** A sample of [mean, log-variance]. */
function sampled(parameters: Float32Array, noise: Float32Array): Float32Array {
  const { least, most } = LOG_VARIANCE;
  return noise.map((value, i) => {
    const logVariance = Math.min(most, Math.max(least, parameters[noise.length + i]!));
    return parameters[i]! + Math.exp(0.5 * logVariance) * value;
  });
}

function isMemory(error: unknown): boolean {
  return error instanceof Problem && error.code === "no-memory";
}
