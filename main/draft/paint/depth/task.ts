/** The engine's task `depth`: a picture's depth map, by a depth network. */
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { TaskInput, TaskOutput } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import type { TaskContext } from "#main/inference/index.ts";
import { floats, floatTensor, type Session, type Tensor, type TensorInfo } from "#native/onnx/index.ts";
import type { Picture } from "../estimate/raster.ts";
import { Preprocessor, type Size, sizeToGive, toInput, toNearness } from "./prepare.ts";

/**
 * Shows the network the whole picture, and writes how near everything in it is.
 * @throws Problem "corrupt-pack" when the network cannot be opened, fed or run, or gives no finite map of
 * one channel; "provider-unavailable", "no-memory", "cancelled".
 */
export async function estimateDepth(
  input: TaskInput<"depth">,
  context: TaskContext,
): Promise<TaskOutput<"depth">> {
  const preprocessor = await readPreprocessor(input.preprocessor);
  const { width, height, file } = input.picture;
  const picture = { width, height, rgb: await readFile(file) };
  const session = await context.sessions.open(input.model, input.provider);
  context.throwIfCancelled();
  context.progress(0.3, "depth");
  const info = pictureInput(session);
  const size = sizeToGive(picture, input.size, fixedSides(info), preprocessor);
  const map = await mapOf(session, info, picture, size, preprocessor, context);
  const { width: columns, height: rows } = map;
  await writeFile(input.out, Buffer.from(toNearness(map.values, input.near).buffer));
  return { width: columns, height: rows };
}

async function readPreprocessor(path: string | null): Promise<Preprocessor | undefined> {
  if (path === null) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw broken(`${path} cannot be read as JSON.`, cause);
  }
  const read = Preprocessor.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  throw broken(`${path} is wrong at "${issue.path.join(".")}": ${issue.message}.`);
}

/** The one input, [batch, 3, height, width]. */
function pictureInput(session: Session): TensorInfo {
  const [info, ...others] = session.inputs;
  const isPicture = info !== undefined && /^float(16|32)$/.test(info.type) && info.dims.length === 4;
  if (isPicture && others.length === 0) return info;
  const names = session.inputs.map(({ name, type }) => `${name} (${type})`).join(", ");
  throw broken(`${nameOf(session)} takes ${names}; a depth network takes one picture and nothing else.`);
}

function fixedSides({ dims }: TensorInfo): Partial<Size> {
  const [height, width] = dims.slice(2).map((side) => (typeof side === "number" && side > 0 ? side : 0));
  return { ...(width && { width }), ...(height && { height }) };
}

async function mapOf(
  session: Session,
  info: TensorInfo,
  picture: Picture,
  size: Size,
  preprocessor: Preprocessor | undefined,
  { sessions }: TaskContext,
): Promise<Size & { values: Float32Array }> {
  const type = info.type as "float16" | "float32";
  const values = toInput(picture, size, preprocessor);
  const feeds = { [info.name]: floatTensor(type, values, [1, 3, size.height, size.width]) };
  const wanted = mapOutput(session);
  let output: Tensor;
  try {
    const run = () => session.run(feeds, [wanted]);
    output = (await sessions.whenMemoryRunsOut(run, run))[wanted]!;
  } catch (error) {
    if (error instanceof Problem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw broken(
      `${nameOf(session)} does not take a picture of ${size.width}x${size.height}: ${reason}`,
      error,
    );
  }
  const [height = 0, width = 0] = output.dims.slice(-2);
  const map = floats(output);
  if (map.length === 0 || map.length !== width * height) {
    throw broken(`${nameOf(session)} gave ${output.dims.join("x")}, which is no map of one channel.`);
  }
  if (!map.every(Number.isFinite)) {
    throw broken(`${nameOf(session)} gave values that are not finite, on ${session.provider}.`);
  }
  return { width, height, values: map };
}

/** The output that is named for depth, else the first. */
function mapOutput({ outputs }: Session): string {
  return (outputs.find(({ name }) => /depth|disparity/i.test(name)) ?? outputs[0]!).name;
}

function nameOf({ path }: Session): string {
  return basename(path);
}

function broken(message: string, cause?: unknown): Problem {
  return new Problem("corrupt-pack", message, "Add the depth pack again, or another one; docs/packs.md.", {
    cause,
  });
}
