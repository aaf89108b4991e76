/** The engine's task `try-network`: opens a voice, matting or depth network and runs it once. */
import type { TaskInput, TaskOutput } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import { reasonText } from "#contract/reason.ts";
import type { TaskContext } from "#main/inference/index.ts";
import { floatTensor, type Session, type Tensor, type TensorInfo, tensor } from "#native/onnx/index.ts";

/** Sides that the patches (14, 16) and halvings (32) of the usual networks divide. */
const SIDE = 224;
/** Length of whatever else is free: phonemes of a short word. */
const LENGTH = 16;
/** What must not be zero for a voice to speak: https://github.com/rhasspy/piper, `VITS` inputs. */
const VALUES: Readonly<Record<string, readonly number[]>> = {
  scales: [0.667, 1, 0.8],
  speed: [1],
  downsample_ratio: [1],
};

/**
 * Runs the network on an even grey picture, or on a few phonemes.
 * @throws Problem "corrupt-pack" when it cannot be opened or run, "provider-unavailable".
 */
export async function tryNetwork(
  { file, provider }: TaskInput<"try-network">,
  context: TaskContext,
): Promise<TaskOutput<"try-network">> {
  const start = performance.now();
  const session = await context.sessions.open(file, provider);
  const loaded = performance.now();
  context.progress(0.5, "running once");
  context.throwIfCancelled();
  const picture = session.inputs.find(({ dims }) => dims.length === 4);
  const outputs = await run(session, provider);
  if (outputs.every(({ data }) => data.length === 0)) {
    throw new Problem(
      "corrupt-pack",
      `${file} runs and gives nothing.`,
      "Export or download the pack again.",
    );
  }
  const [height, width] = picture ? sizes(picture).slice(2) : [];
  return {
    loadMs: loaded - start,
    runMs: performance.now() - loaded,
    size: width && height ? { width, height } : null,
  };
}

async function run(session: Session, provider: string): Promise<Tensor[]> {
  try {
    const feeds = Object.fromEntries(session.inputs.map((input) => [input.name, feed(input)]));
    return Object.values(await session.run(feeds));
  } catch (error) {
    if (error instanceof Problem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      "corrupt-pack",
      `The network opens, and does not run on ${provider}: ${reason}`,
      "Export or download the pack again, or try another --provider.",
      { cause: error, text: { key: "pack-does-not-run", reason: reasonText("said", { said: reason }) } },
    );
  }
}

function feed(input: TensorInfo): Tensor {
  const dims = sizes(input);
  const count = dims.reduce((product, size) => product * size, 1);
  const value = (i: number) => VALUES[input.name]?.[i] ?? (input.dims.length === 4 ? 0.5 : 0);
  switch (input.type) {
    case "int64":
      // Phoneme 1 is the first of every voice; a length is that of the phonemes.
      return tensor(
        "int64",
        new BigInt64Array(count).fill(/length/.test(input.name) ? BigInt(LENGTH) : idOf(input)),
        dims,
      );
    case "int32":
      return tensor(
        "int32",
        new Int32Array(count).fill(VALUES[input.name]?.[0] ?? Number(idOf(input))),
        dims,
      );
    case "float16":
    case "float32":
      return floatTensor(
        input.type,
        Float32Array.from({ length: count }, (_, i) => value(i)),
        dims,
      );
    default:
      throw new Problem(
        "corrupt-pack",
        `The input "${input.name}" is of the type ${input.type}, which no network of these kinds takes.`,
        "Export the pack again.",
      );
  }
}

function idOf({ name }: TensorInfo): bigint {
  return name === "sid" ? 0n : 1n;
}

/** The input's dimensions with sizes for those that are free; the batch, and recurrent states, are of one. */
function sizes({ name, dims }: TensorInfo): number[] {
  return dims.map((size, axis) => {
    if (typeof size === "number" && size > 0) return size;
    if (dims.length === 4) return isState(name) || axis === 0 ? 1 : axis === 1 ? 3 : SIDE;
    if (name === "style" && axis === 1) return 256;
    return axis === 0 ? 1 : LENGTH;
  });
}

/** States that a network for films carries from frame to frame: r1i, r2i, ... of robust video matting. */
function isState(name: string): boolean {
  return /^r\di$/.test(name);
}
