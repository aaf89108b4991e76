/** The jobs of the library: drafts that wait, run, or ended one way or the other. */
import { DraftRequest, type Stage } from "#contract/draft.ts";
import { Problem, ProblemText, type WireProblem } from "#contract/problem.ts";
import { isAlive, PROCESS_START } from "#main/home.ts";
import { type Kysely, type Selectable, writeTransaction } from "#native/sqlite/kysely.ts";
import { newId } from "./ids.ts";
import { type Job, type JobStage, type JobState, type MeasuredJob, requestText, SILENT_MS } from "./job.ts";
import type { JobTable, Tables } from "./schema.ts";

export class Jobs {
  readonly #kysely: Kysely<Tables>;

  constructor(kysely: Kysely<Tables>) {
    this.#kysely = kysely;
  }

  /**
   * Begins a job of this process for `request`: continues the interrupted job
   * of the same request, if there is one, else makes a new one.
   */
  async begin(request: DraftRequest, out: string | null): Promise<string> {
    await this.markInterrupted();
    const now = Date.now();
    const asked = requestText(request);
    return writeTransaction(this.#kysely, async (transaction) => {
      const interrupted = await transaction
        .selectFrom("jobs")
        .select("id")
        .where("state", "=", "interrupted")
        .where("request", "=", asked)
        .orderBy("id", "desc")
        .executeTakeFirst();
      if (interrupted !== undefined) {
        await transaction
          .updateTable("jobs")
          .set({ state: "running", pid: process.pid, updatedAt: now, ...(out === null ? {} : { out }) })
          .where("id", "=", interrupted.id)
          .execute();
        return interrupted.id;
      }
      const id = newId();
      await transaction
        .insertInto("jobs")
        .values({
          id,
          state: "running",
          request: asked,
          out,
          pid: process.pid,
          createdAt: now,
          updatedAt: now,
        })
        .execute();
      return id;
    });
  }

  /** Says that the job lives. */
  async beat(id: string): Promise<void> {
    await this.#kysely.updateTable("jobs").set({ updatedAt: Date.now() }).where("id", "=", id).execute();
  }

  async addStages(id: string, stages: readonly JobStage[]): Promise<void> {
    if (stages.length === 0) return;
    await this.#kysely
      .insertInto("jobStages")
      .values(stages.map((stage) => ({ ...stage, job: id, cached: stage.cached ? 1 : 0 })))
      .onConflict((conflict) =>
        conflict.columns(["job", "stage", "part"]).doUpdateSet((row) => ({
          key: row.ref("excluded.key"),
          ms: row.ref("excluded.ms"),
          cached: row.ref("excluded.cached"),
        })),
      )
      .execute();
  }

  async finish(id: string, generation: string): Promise<void> {
    await this.#end(id, { state: "done", generation });
  }

  /** Ends the interrupted jobs of a request whose generation is there after all. */
  async settle(request: DraftRequest, generation: string): Promise<void> {
    await this.markInterrupted();
    await this.#kysely
      .updateTable("jobs")
      .set({ state: "done", generation, updatedAt: Date.now() })
      .where("state", "=", "interrupted")
      .where("request", "=", requestText(request))
      .execute();
  }

  /** Ends a job with the reason; "cancelled" is a state of its own. */
  async fail(id: string, problem: WireProblem): Promise<void> {
    await this.#end(id, {
      state: problem.code === "cancelled" ? "cancelled" : "failed",
      errorCode: problem.code,
      errorMessage: problem.message,
      errorHint: problem.hint,
      errorText: problem.text === undefined ? null : JSON.stringify(problem.text),
    });
  }

  async #end(id: string, change: Ending): Promise<void> {
    await this.#kysely
      .updateTable("jobs")
      .set({ ...change, updatedAt: Date.now() })
      .where("id", "=", id)
      .execute();
  }

  /** Marks the jobs whose process is gone; those that wait need none. */
  async markInterrupted(): Promise<void> {
    const running = await this.#kysely
      .selectFrom("jobs")
      .select(["id", "pid", "updatedAt"])
      .where("state", "=", "running")
      .execute();
    const dead = running.filter((job) => !isRunning(job)).map((job) => job.id);
    if (dead.length === 0) return;
    await this.#kysely
      .updateTable("jobs")
      .set({ state: "interrupted" })
      .where("id", "in", dead)
      .where("state", "=", "running")
      .execute();
  }

  /** Newest first. */
  async list(states: readonly JobState[], limit = 50): Promise<Job[]> {
    const rows = await this.#kysely
      .selectFrom("jobs")
      .selectAll()
      .where("state", "in", states)
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    return this.withStages(rows);
  }

  /** The newest drafts that came to an end, with what they ran on and how long their stages took. */
  async measured(limit: number): Promise<MeasuredJob[]> {
    const rows = await this.#kysely
      .selectFrom("jobs")
      .innerJoin("generations", "generations.id", "jobs.generation")
      .selectAll("jobs")
      .select("generations.provider")
      .where("jobs.state", "=", "done")
      .orderBy("jobs.id", "desc")
      .limit(limit)
      .execute();
    const jobs = await this.withStages(rows);
    return jobs.map(({ request, stages }, i) => ({ request, stages, provider: rows[i]!.provider }));
  }

  /** The job of this id or start of an id; undefined when there is none. Throws Problem "bad-input" when several fit. */
  async find(idOrStart: string): Promise<Job | undefined> {
    if (idOrStart === "") return undefined;
    const rows = await this.#kysely
      .selectFrom("jobs")
      .selectAll()
      .where("id", ">=", idOrStart)
      .where("id", "<", `${idOrStart}~`)
      .limit(2)
      .execute();
    const exact = rows.find((row) => row.id === idOrStart);
    if (exact === undefined && rows.length > 1) {
      throw new Problem("bad-input", `Several jobs start with ${idOrStart}.`, "Give more of the id.");
    }
    const row = exact ?? rows[0];
    return row === undefined ? undefined : (await this.withStages([row]))[0];
  }

  async remove(id: string): Promise<void> {
    await this.#kysely.deleteFrom("jobs").where("id", "=", id).execute();
  }

  /** The jobs of rows of the table, with their stages. */
  async withStages(rows: readonly Selectable<JobTable>[]): Promise<Job[]> {
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const stages = await this.#kysely.selectFrom("jobStages").selectAll().where("job", "in", ids).execute();
    const byJob = Map.groupBy(stages, (stage) => stage.job);
    return rows.map((row) => ({
      id: row.id,
      state: row.state as JobState,
      held: row.held === 1,
      batch: row.batch,
      request: DraftRequest.parse(JSON.parse(row.request)),
      out: row.out,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      error: errorOf(row),
      generation: row.generation,
      stages: (byJob.get(row.id) ?? []).map(({ stage, part, key, ms, cached }) => ({
        stage: stage as Stage,
        part,
        key,
        ms,
        cached: cached === 1,
      })),
    }));
  }
}

/** Process ids come back: a job must also have spoken lately, and not before we started if it has our own. */
function isRunning(job: { pid: number; updatedAt: number }): boolean {
  if (job.pid === process.pid) return job.updatedAt >= PROCESS_START;
  return isAlive(job.pid) && job.updatedAt > Date.now() - SILENT_MS;
}

function errorOf({ errorCode, errorMessage, errorHint, errorText }: Selectable<JobTable>): Job["error"] {
  if (errorCode === null) return null;
  // A text that this version does not know, of a later one: the code has words, too.
  const text = errorText === null ? undefined : ProblemText.safeParse(JSON.parse(errorText)).data;
  return { code: errorCode, message: errorMessage ?? "", hint: errorHint ?? "", ...(text && { text }) };
}

type Ending = Partial<
  Pick<Selectable<JobTable>, "errorCode" | "errorMessage" | "errorHint" | "errorText" | "generation">
> & { state: JobState };
