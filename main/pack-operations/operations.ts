/** Long work on packs, one after the other: adding and verifying, watched, paused, gone on with and cancelled. */
import type { PackOperation, PackWish } from "#contract/operation.ts";
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
import { type AddProgress, addPack, removePack, verifyPack } from "#main/packs/index.ts";
import { Rate } from "#main/rate.ts";

export interface PackOperationsOptions {
  home: Home;
  /** Told of all operations, oldest first, whenever one changes. */
  onProgress: (operations: PackOperation[]) => void;
  /** A pack or download came or went. */
  onChanged: () => void;
  /** Told when an operation has ended well or badly; not of what the user ended. */
  onEnded?: (operation: PackOperation) => void;
}

const PHASES = { unpack: "unpack", download: "download", copy: "copy", check: "check", try: "try" } as const;
/** Progress is told so often at most. */
const TELL_MS = 150;
const MOST = 50;

const IDLE = {
  phase: "waiting",
  fraction: 0,
  detail: "",
  bytes: null,
  totalBytes: null,
  bytesPerSecond: null,
  secondsLeft: null,
  canPause: false,
} as const;
const fresh = (): Omit<PackOperation, "id" | "type" | "subject" | "wish"> => ({
  ...IDLE,
  ...{ state: "waiting", pack: null, broken: [], problem: null },
});

export class PackOperations {
  readonly #options: PackOperationsOptions;
  readonly #operations = new Map<string, PackOperation>();
  #running: { id: string; stop: AbortController } | undefined;
  #work: Promise<void> = Promise.resolve();
  #count = 0;
  #toldAt = 0;
  #closed = false;

  constructor(options: PackOperationsOptions) {
    this.#options = options;
  }

  list(): PackOperation[] {
    return [...this.#operations.values()];
  }

  /** Whether one is under way. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Adds a pack when those before it are done. Throws Problem "bad-input" when far too many wait. */
  add(wish: PackWish): string {
    return this.#enqueue({ type: "add", subject: wish.source, wish });
  }

  /** Reads every file of a pack again. */
  verify(id: string): string {
    return this.#enqueue({ type: "verify", subject: id, wish: null });
  }

  /** Stops a download; what has arrived stays. */
  pause(id: string): void {
    const operation = this.#get(id);
    if (operation.state === "waiting" || operation.canPause) this.#halt(operation, "paused");
  }

  /** Puts a paused or failed operation behind those that wait; a download goes on where it broke off. */
  resume(id: string): void {
    const operation = this.#get(id);
    if (!["paused", "failed"].includes(operation.state)) return;
    this.#operations.delete(id);
    this.#set({ ...operation, ...fresh() });
    this.#next();
  }

  /** Ends an operation for good and deletes what has arrived of a download. */
  async cancel(id: string): Promise<void> {
    const operation = this.#get(id);
    if (["done", "cancelled"].includes(operation.state)) return;
    this.#halt(operation, "cancelled");
    await this.#work;
    await this.#forgetDownload(operation);
    this.#operations.delete(id);
    this.#tell();
    this.#options.onChanged();
  }

  /** Takes an ended operation off the list. */
  dismiss(id: string): void {
    const { state } = this.#get(id);
    if (["waiting", "running"].includes(state)) return;
    this.#operations.delete(id);
    this.#tell();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#running?.stop.abort(stopped());
    await this.#work;
  }

  #enqueue(what: Pick<PackOperation, "type" | "subject" | "wish">): string {
    const same = this.list().find(
      ({ type, subject, wish, state }) =>
        ["waiting", "running"].includes(state) &&
        JSON.stringify([type, subject, wish]) === JSON.stringify([what.type, what.subject, what.wish]),
    );
    if (same !== undefined) return same.id;
    if (this.#operations.size >= MOST) {
      throw new Problem("bad-input", "Too many packs wait already.", "Let some of them end.", {
        text: { key: "packs-many" },
      });
    }
    this.#count += 1;
    const id = `pack-${this.#count}`;
    this.#set({ ...fresh(), ...what, id });
    this.#next();
    return id;
  }

  /** Starts the oldest that waits, when nothing runs. */
  #next(): void {
    const next = this.list().find(({ state }) => state === "waiting");
    if (this.#running !== undefined || next === undefined || this.#closed) return;
    const stop = new AbortController();
    this.#running = { id: next.id, stop };
    this.#work = this.#run(next.id, stop.signal).finally(() => {
      this.#running = undefined;
      this.#next();
    });
  }

  async #run(id: string, signal: AbortSignal): Promise<void> {
    const { onChanged, onEnded } = this.#options;
    this.#change(id, { state: "running", phase: "look" });
    try {
      const { type, subject, wish } = this.#get(id);
      const result =
        type === "add" ? await this.#add(id, wish!, signal) : await this.#verify(id, subject, signal);
      this.#change(id, { ...IDLE, ...result, state: "done", fraction: 1 });
    } catch (error) {
      // What the user ended has its state already.
      if (!signal.aborted) this.#change(id, { ...IDLE, state: "failed", problem: problemOf(error) });
    }
    onChanged();
    const ended = this.#operations.get(id);
    if (ended?.state === "done" || ended?.state === "failed") onEnded?.(ended);
  }

  async #add(id: string, wish: PackWish, signal: AbortSignal): Promise<Partial<PackOperation>> {
    const { home } = this.#options;
    const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
    const rates = new Map<string, Rate>();
    const added = await addPack({
      ...(given as { source: string }),
      home,
      signal,
      onProgress: (progress) => this.#progress(id, progress, rates),
    });
    return { pack: added.id };
  }

  async #verify(id: string, pack: string, signal: AbortSignal): Promise<Partial<PackOperation>> {
    const rates = new Map<string, Rate>();
    const { broken } = await verifyPack(pack, this.#options.home, {
      signal,
      onProgress: (fraction, detail) => this.#progress(id, { step: "check", fraction, detail }, rates),
    });
    return { pack, broken };
  }

  #progress(id: string, { step, fraction, detail, bytes }: AddProgress, rates: Map<string, Rate>): void {
    const rate = rates.get(step) ?? new Rate();
    rates.set(step, rate);
    if (bytes !== undefined) rate.add(bytes.here);
    this.#change(id, {
      phase: PHASES[step],
      fraction: Math.min(1, Math.max(0, fraction)),
      detail,
      bytes: bytes?.here ?? null,
      totalBytes: bytes?.total ?? null,
      ...(bytes ? rate.estimate(bytes.total - bytes.here) : { bytesPerSecond: null, secondsLeft: null }),
      canPause: step === "download",
    });
  }

  #halt(operation: PackOperation, state: "paused" | "cancelled"): void {
    this.#change(operation.id, { state, canPause: false, bytesPerSecond: null, secondsLeft: null });
    if (this.#running?.id === operation.id) this.#running.stop.abort(stopped());
  }

  async #forgetDownload({ wish }: PackOperation): Promise<void> {
    if (wish === null) return;
    const source = wish.source.replace(/^hf:/, "");
    await removePack(source, this.#options.home, { only: "downloads" }).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== "not-found") throw error;
    });
  }

  #get(id: string): PackOperation {
    const operation = this.#operations.get(id);
    if (operation !== undefined) return operation;
    throw new Problem("not-found", `There is no operation ${id}.`, "It has ended.", {
      text: { key: "operation-gone" },
    });
  }

  #change(id: string, change: Partial<PackOperation>): void {
    const operation = this.#operations.get(id);
    // A paused or cancelled one may still report a last step.
    const isOver = operation?.state === "paused" || operation?.state === "cancelled";
    if (operation === undefined || isOver) return;
    const isNews = change.state !== undefined || change.phase !== operation.phase;
    this.#operations.set(id, { ...operation, ...change });
    if (isNews || performance.now() - this.#toldAt > TELL_MS) this.#tell();
  }

  #set(operation: PackOperation): void {
    this.#operations.set(operation.id, operation);
    this.#tell();
  }

  #tell(): void {
    this.#toldAt = performance.now();
    this.#options.onProgress(this.list());
  }
}

function stopped(): Problem {
  return new Problem("cancelled", "Stopped.", "Start it again when you like.");
}

function problemOf(error: unknown): PackOperation["problem"] {
  if (error instanceof Problem) return error.fields;
  return { code: "fault", message: error instanceof Error ? error.message : String(error), hint: "" };
}
