/** Encodes with the encoder of the settings; where that fails, in software, which is told once. */
import type { VideoEncoder } from "#contract/machine.ts";
import { Problem } from "#contract/problem.ts";

/** What to encode with, and why it is not what was chosen. */
export interface EncoderChoice {
  encoder: VideoEncoder;
  problem?: Problem | undefined;
}

/** For one task of the library. */
export class Encoding {
  readonly #choose: () => Promise<EncoderChoice>;
  #choice: Promise<EncoderChoice> | undefined;
  #hasTold = false;

  constructor(choose: () => Promise<EncoderChoice>) {
    this.#choose = choose;
  }

  /** Gives the problem to tell, the first time that there is one. Throws what `encode` throws in software. */
  async run(encode: (encoder: VideoEncoder) => Promise<void>): Promise<Problem | undefined> {
    this.#choice ??= this.#choose();
    const { encoder } = await this.#choice;
    try {
      await encode(encoder);
    } catch (error) {
      if (encoder === "libx264" || !isRefusal(error)) throw error;
      this.#choice = Promise.resolve({ encoder: "libx264", problem: inSoftware(encoder, error) });
      await encode("libx264");
    }
    const { problem } = await this.#choice;
    if (this.#hasTold) return undefined;
    this.#hasTold = true;
    return problem;
  }
}

function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && error.text?.key === "encoder-broken";
}

/** What is told when software takes the place of an encoder that `cause` says does not work. */
export function inSoftware(encoder: VideoEncoder, cause: Problem): Problem {
  return new Problem(
    "missing-tool",
    `${cause.message} It was encoded in software instead.`,
    "Choose another encoder in the settings.",
    {
      cause,
      text: {
        key: "encoded-in-software",
        values: { encoder, reason: cause.message },
        reason: cause.text?.reason,
      },
    },
  );
}
