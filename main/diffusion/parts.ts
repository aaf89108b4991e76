/** The parts of a diffusion pack: checked at once, opened when they are needed. */
import { setImmediate as turn } from "node:timers/promises";
import type { Provider } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import type { TaskContext } from "#main/inference/index.ts";
import type { Feeds, Session, Tensor } from "#native/onnx/index.ts";
import { corrupt } from "./config.ts";
import { type GraphHeader, nameOf, requireRunnable } from "./headers.ts";
import type { DiffusionLayout } from "./layout.ts";

/** By the names of their folders. */
export type PartName = "text_encoder" | "text_encoder_2" | "unet" | "vae_encoder" | "vae_decoder";

interface Part {
  path: string;
  header: GraphHeader;
}

/** What the parts need of the task that uses them. */
export type PartsContext = Pick<TaskContext, "sessions" | "throwIfCancelled">;

/** Of so many runs of a part, one is looked at for memory: the first. */
const LOOK_AT_EVERY = 8;

export class Parts {
  readonly layout: DiffusionLayout;
  readonly provider: Provider;
  readonly #context: PartsContext;
  /** Parts that were not open yet when they were needed. */
  readonly loaded: PartName[] = [];
  /** The most memory that the process held after a run that was looked at, bytes. */
  peakBytes = 0;
  readonly #runs = new Map<Session, number>();
  readonly #parts: ReadonlyMap<PartName, Part>;

  private constructor(
    layout: DiffusionLayout,
    provider: Provider,
    context: PartsContext,
    parts: ReadonlyMap<PartName, Part>,
  ) {
    this.layout = layout;
    this.provider = provider;
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * Checks every part, so that a broken one is told before minutes of work.
   * @throws Problem as `requireRunnable` does.
   */
  static async check(layout: DiffusionLayout, provider: Provider, context: PartsContext): Promise<Parts> {
    const paths: [PartName, string | undefined][] = [
      ["text_encoder", layout.textEncoder],
      ["text_encoder_2", layout.textEncoder2],
      ["unet", layout.unet],
      ["vae_encoder", layout.vaeEncoder],
      ["vae_decoder", layout.vaeDecoder],
    ];
    const parts = new Map<PartName, Part>();
    for (const [name, path] of paths) {
      if (path !== undefined) parts.set(name, { path, header: await requireRunnable(path, provider) });
    }
    return new Parts(layout, provider, context, parts);
  }

  get names(): PartName[] {
    return [...this.#parts.keys()];
  }

  path(name: PartName): string {
    return this.#part(name).path;
  }

  header(name: PartName): GraphHeader {
    return this.#part(name).header;
  }

  /** Opens a part, unless it is open; it stays the task's until `done`. */
  async open(name: PartName): Promise<Session> {
    const { path, header } = this.#part(name);
    const before = this.#context.sessions.opened;
    const session = await this.#context.sessions.open(path, this.provider, {
      weightBytes: header.weightBytes,
    });
    if (this.#context.sessions.opened > before) this.loaded.push(name);
    return session;
  }

  /** Closes a part, with all memory that its runs took, and opens it again. */
  async reopen(name: PartName): Promise<Session> {
    await this.#context.sessions.release(this.path(name));
    return this.open(name);
  }

  /** The task needs this part no more: it may be closed when memory gets tight. */
  done(name: PartName): void {
    this.#context.sessions.unuse(this.path(name));
  }

  /**
   * Runs an open part; when memory runs out, once more after everything that is not in use was closed.
   * @param what names the work for people: "a picture of 512x512".
   * @throws Problem "cancelled" before it runs, "no-memory", or "corrupt-pack" with onnxruntime's sentence when the graph refuses.
   */
  async run(
    session: Session,
    feeds: Feeds,
    outputs: readonly string[],
    what: string,
  ): Promise<Record<string, Tensor>> {
    try {
      // A run blocks the thread: what was said meanwhile is heard in this turn.
      await turn();
      this.#context.throwIfCancelled();
      const run = () => session.run(feeds, outputs);
      return await this.#context.sessions.whenMemoryRunsOut(run, run);
    } catch (error) {
      if (error instanceof Problem) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw corrupt(`${nameOf(session.path)} cannot make ${what}: ${reason}`, {
        cause: error,
        hint: "Choose a size that the pack was made for, or export the pack again; docs/packs.md tells how.",
      });
    } finally {
      this.#measure(session);
    }
  }

  /** A part takes most at its first run; asking after each would cost as much as a scheduler's step. */
  #measure(session: Session): void {
    const runs = this.#runs.get(session) ?? 0;
    this.#runs.set(session, runs + 1);
    if (runs % LOOK_AT_EVERY === 0) this.peakBytes = Math.max(this.peakBytes, process.memoryUsage.rss());
  }

  #part(name: PartName): Part {
    const part = this.#parts.get(name);
    if (!part) throw corrupt(`The pack in ${this.layout.dir} has no ${name}/model.onnx.`);
    return part;
  }
}
