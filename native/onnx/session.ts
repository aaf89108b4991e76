/** A model that is open on one execution provider. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Provider } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import { type Reason, reasonText } from "#contract/reason.ts";
import { InferenceSession } from "./onnxruntime.ts";
import { supportedProviders } from "./runtime.ts";
import type { Feeds, Tensor, TensorInfo } from "./tensor.ts";

export interface SessionOptions {
  provider: Provider;
  /**
   * Threads that share one operator; all available cores when left out. The result of a graph is the
   * same for any number of threads as far as onnxruntime splits work over output elements
   * (elementwise, convolution, resize); it promises no such thing for reductions. Results that must
   * be equal bit by bit should fix the number.
   */
  threads?: number;
  /** Refuses a graph of which any node would run on the CPU, when the provider is another one. */
  strict?: boolean;
  /**
   * Runs the graph as it is written, giving each value's memory back at once. For graphs of thousands
   * of cheap nodes, opening takes a third of the time that it takes with onnxruntime's optimiser, the
   * process holds half of the memory, and running is no slower.
   */
  asWritten?: boolean;
  /**
   * Threads sleep between operators instead of waiting busily for the next one. Graphs of few large
   * operators lose nothing by it, and everything else on the machine, this process' own other work
   * included, gets the cores at once.
   */
  yielding?: boolean;
}

export interface Session {
  readonly path: string;
  readonly provider: Provider;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Sum of the time spent in `run`, milliseconds. */
  readonly inferenceMs: number;
  /**
   * Runs the graph; blocks the thread meanwhile. `outputs` names what is wanted, all when left out.
   * @throws Problem "no-memory" when memory ran out, which the session survives.
   */
  run(feeds: Feeds, outputs?: readonly string[]): Promise<Record<string, Tensor>>;
  /** Gives the memory back. Further calls do nothing; `run` after it throws. */
  release(): Promise<void>;
}

/**
 * Opens a model by its path, so that external data files are found beside it.
 * @throws Problem "corrupt-pack" when the file is missing, damaged or not a model that onnxruntime
 * can run, "provider-unavailable" when the provider cannot be used, "no-memory" when it does not fit.
 * Never falls to another provider.
 */
export async function openSession(path: string, options: SessionOptions): Promise<Session> {
  await requireReadable(path);
  requireSupported(options.provider);
  const config: InferenceSession.SessionOptions = {
    executionProviders: [options.provider],
    intraOpNumThreads: options.threads ?? availableParallelism(),
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: options.asWritten ? "disabled" : "all",
    enableCpuMemArena: !options.asWritten,
    enableMemPattern: !options.asWritten,
    logSeverityLevel: 4, // failures are thrown; nothing else is for the console
  };
  config.extra = {
    session: {
      // With the CPU as the wanted provider this option would refuse every graph.
      ...(options.strict && options.provider !== "cpu" && { disable_cpu_ep_fallback: "1" }),
      ...(options.yielding && { intra_op: { allow_spinning: "0" } }),
    },
  };
  let inner: InferenceSession;
  try {
    inner = await InferenceSession.create(path, config);
  } catch (error) {
    throw openProblem(path, options.provider, error);
  }
  return new OnnxSession(path, options.provider, inner);
}

class OnnxSession implements Session {
  readonly path: string;
  readonly provider: Provider;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  inferenceMs = 0;
  #inner: InferenceSession | undefined;

  constructor(path: string, provider: Provider, inner: InferenceSession) {
    this.path = path;
    this.provider = provider;
    this.inputs = tensorInfos(inner.inputMetadata);
    this.outputs = tensorInfos(inner.outputMetadata);
    this.#inner = inner;
  }

  async run(feeds: Feeds, outputs?: readonly string[]): Promise<Record<string, Tensor>> {
    if (!this.#inner) throw new Error(`${nameOf(this.path)} was released and cannot run`);
    const start = performance.now();
    try {
      const results = outputs ? await this.#inner.run(feeds, [...outputs]) : await this.#inner.run(feeds);
      return results as Record<string, Tensor>;
    } catch (error) {
      const message = messageOf(error);
      if (NO_MEMORY.test(message)) throw memoryProblem(this.path, this.provider, error);
      throw new Error(`${nameOf(this.path)} on ${this.provider}: ${message}`, { cause: error });
    } finally {
      this.inferenceMs += performance.now() - start;
    }
  }

  async release(): Promise<void> {
    const inner = this.#inner;
    this.#inner = undefined; // onnxruntime throws when a session is released twice
    await inner?.release();
  }
}

function tensorInfos(metadata: readonly InferenceSession.ValueMetadata[]): TensorInfo[] {
  return metadata.map((value) => {
    if (!value.isTensor) throw new Problem("corrupt-pack", `"${value.name}" is not a tensor`, REINSTALL);
    return { name: value.name, type: value.type, dims: value.shape };
  });
}

const REINSTALL = "Install the pack again.";

async function requireReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw new Problem("corrupt-pack", `The model file ${path} is missing or cannot be read.`, REINSTALL, {
      cause: error,
    });
  }
}

function requireSupported(provider: Provider): void {
  const supported = supportedProviders();
  if (supported.includes(provider)) return;
  throw new Problem(
    "provider-unavailable",
    `onnxruntime for ${process.platform}-${process.arch} has no "${provider}" provider.`,
    `Choose one of: ${supported.join(", ")}.`,
    { text: { key: "provider-broken", values: { provider }, reason: reasonText("not-built-in") } },
  );
}

/** What onnxruntime says of a model that it cannot read, as opposed to a provider that does not work. */
const DAMAGED =
  /protobuf|invalid model|invalid_graph|out of bounds|external data|no_suchfile|type error|shape inference|ModelProto|opset|load model/i;
/** What the C++ runtimes, onnxruntime's arenas and the providers say when memory runs out. */
const NO_MEMORY =
  /bad_alloc|bad allocation|failed to allocate memory|out of memory|out_of_memory|array buffer allocation failed|E_OUTOFMEMORY|8007000E|ALLOC_FAILED/i;
const NO_KERNEL = /could not find an implementation|is not a registered function\/op|not_implemented/i;

function openProblem(path: string, provider: Provider, cause: unknown): Problem {
  const message = messageOf(cause);
  const name = nameOf(path);
  if (NO_MEMORY.test(message)) return memoryProblem(path, provider, cause);
  if (NO_KERNEL.test(message)) {
    return new Problem(
      "provider-unavailable",
      `${name} has operators that ${provider} cannot run: ${message}`,
      "Choose another provider, or a pack that was not optimised for one kind of device.",
      { cause, text: { key: "provider-lacks-operators", values: { provider, file: name } } },
    );
  }
  if (provider === "cpu" || DAMAGED.test(message)) {
    return new Problem("corrupt-pack", `${name} cannot be opened: ${message}`, REINSTALL, { cause });
  }
  const { reason, text } = plainReason(message);
  return new Problem(
    "provider-unavailable",
    `${provider} cannot be used: ${reason}.`,
    "Choose another provider; `npm run doctor` lists those that work.",
    { cause, text: { key: "provider-broken", values: { provider }, reason: text } },
  );
}

/** With the folder's name, which tells the parts of a pack apart: "unet/model.onnx". */
function nameOf(path: string): string {
  return `${basename(dirname(path))}/${basename(path)}`;
}

function memoryProblem(path: string, provider: Provider, cause: unknown): Problem {
  const [, bytes] = /requested buffer of size (\d+)/.exec(messageOf(cause)) ?? [];
  const asked = bytes ? `, when it asked for ${(Number(bytes) / 2 ** 30).toFixed(1)} GB more` : "";
  return new Problem(
    "no-memory",
    `Memory ran out for ${nameOf(path)} on ${provider}${asked}.`,
    "Close other programs, or choose a smaller size or a smaller pack.",
    { cause, text: { key: "memory-ran-out", values: { what: nameOf(path), provider } } },
  );
}

function plainReason(message: string): Reason {
  if (/failed to load (shared )?library/i.test(message)) {
    return { reason: "its libraries are not installed", text: reasonText("libraries-missing") };
  }
  if (/failed to get a webgpu adapter/i.test(message)) {
    return { reason: "no graphics device that it can use was found", text: reasonText("no-graphics") };
  }
  const said = message.replace(/\.$/, "");
  return { reason: said, text: reasonText("said", { said }) };
}

/** onnxruntime's own sentence, without source positions and colours. */
export function messageOf(error: unknown): string {
  return stripVTControlCharacters(error instanceof Error ? error.message : String(error))
    .replace(/^\/onnxruntime_src\/\S+ .*? was false\. /s, "")
    .replaceAll(/\/onnxruntime_src\/\S+ /g, "")
    .trim();
}
