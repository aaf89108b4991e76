/** The library's record of one job: opened when there is work, kept alive, closed with how it ended. */
import { type DraftRequest, STAGES, type Stage } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import { HEARTBEAT_MS, type JobStage, type Library, type Timings } from "#main/library/index.ts";

export class JobRecord {
  readonly #library: Library;
  readonly #request: DraftRequest;
  readonly #out: string | null;
  /** The caller's job; null when the record makes its own. */
  readonly #job: string | null;
  readonly #stages: JobStage[] = [];
  #stagesWritten = 0;
  #id: Promise<string> | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(library: Library, request: DraftRequest, out: string | null, job: string | null = null) {
    this.#library = library;
    this.#request = request;
    this.#out = out;
    this.#job = job;
  }

  /** Opens the job, unless it is open. Work need not wait for it; a failure goes to `onFailure`, too. */
  open(onFailure: (error: unknown) => void = () => {}): Promise<string> {
    this.#id ??= this.#open();
    this.#id.catch(onFailure);
    return this.#id;
  }

  get isOpen(): boolean {
    return this.#id !== undefined;
  }

  /** The job's id; null when there was no work. */
  async id(): Promise<string | null> {
    return (await this.#id) ?? null;
  }

  add(stage: JobStage): void {
    this.#stages.push(stage);
  }

  /** Milliseconds of each stage so far. */
  timings(): Timings {
    const timings: Timings = {};
    for (const stage of STAGES) {
      const parts = this.#stages.filter((part) => part.stage === stage);
      if (parts.length > 0) timings[stage] = Math.round(parts.reduce((sum, { ms }) => sum + ms, 0));
    }
    return timings;
  }

  /** The stages so far that were found finished, with all their parts. */
  cached(): Stage[] {
    return STAGES.filter((stage) => {
      const parts = this.#stages.filter((part) => part.stage === stage);
      return parts.length > 0 && parts.every((part) => part.cached);
    });
  }

  async finish(generation: string): Promise<void> {
    const { jobs } = await this.#library.repositories();
    if (this.#id !== undefined) {
      const id = await this.#id;
      await this.#writeStages(id);
      await jobs.finish(id, generation);
    }
    // A crash after the last stage leaves a job that does not know of its generation.
    await jobs.settle(this.#request, generation);
  }

  /**
   * Writes down the stages that are finished and, of a job of its own, why it ended; as far as the library can
   * still be written.
   */
  async fail(problem: Error): Promise<void> {
    if (this.#id === undefined) return;
    const told =
      problem instanceof Problem ? problem.fields : { code: "fault", message: problem.message, hint: "" };
    try {
      const id = await this.#id;
      await this.#writeStages(id);
      const { jobs } = await this.#library.repositories();
      if (this.#job === null) await jobs.fail(id, told);
    } catch {
      // The reason is thrown to the caller; the job is shown as interrupted once this process is gone.
    }
  }

  /** Ends the heartbeat. */
  stop(): void {
    clearInterval(this.#heartbeat);
  }

  async #open(): Promise<string> {
    const { jobs } = await this.#library.repositories();
    const id = this.#job ?? (await jobs.begin(this.#request, this.#out));
    this.#heartbeat = setInterval(() => void this.#beat(id), HEARTBEAT_MS).unref();
    return id;
  }

  async #beat(id: string): Promise<void> {
    const { jobs } = await this.#library.repositories();
    // A beat that cannot be written is missed, no more.
    await Promise.all([jobs.beat(id), this.#writeStages(id)]).catch(() => undefined);
  }

  async #writeStages(id: string): Promise<void> {
    const fresh = this.#stages.slice(this.#stagesWritten);
    this.#stagesWritten = this.#stages.length;
    const { jobs } = await this.#library.repositories();
    await jobs.addStages(id, fresh);
  }
}
