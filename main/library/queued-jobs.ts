/** The jobs of the window's queue: their order, and what is held back. */
import type { DraftRequest } from "#contract/draft.ts";
import { type Kysely, sql, writeTransaction } from "#native/sqlite/kysely.ts";
import { newId } from "./ids.ts";
import { type Job, type JobState, requestText } from "./job.ts";
import type { Jobs } from "./jobs.ts";
import type { Tables } from "./schema.ts";

/** Ended jobs that are still shown. */
const SHOWN_ENDED = 40;
export class QueuedJobs {
  readonly #kysely: Kysely<Tables>;
  readonly #jobs: Jobs;

  constructor(kysely: Kysely<Tables>, jobs: Jobs) {
    this.#kysely = kysely;
    this.#jobs = jobs;
  }

  /** Adds jobs to the end of the queue, all or none; gives their ids. */
  async add(requests: readonly DraftRequest[], batch: string | null): Promise<string[]> {
    const now = Date.now();
    return writeTransaction(this.#kysely, async (transaction) => {
      const { last } = await transaction
        .selectFrom("jobs")
        .select((columns) => columns.fn.max("position").as("last"))
        .executeTakeFirstOrThrow();
      const rows = requests.map((request, i) => ({
        ...{ id: newId(), state: "queued", request: requestText(request), pid: process.pid, batch },
        ...{ createdAt: now, updatedAt: now, position: Number(last ?? 0) + i + 1 },
      }));
      await transaction.insertInto("jobs").values(rows).execute();
      return rows.map(({ id }) => id);
    });
  }

  /** What the queue shows: all that has not ended, in order, and what ended last. */
  async shown(): Promise<Job[]> {
    const visible = this.#kysely
      .selectFrom("jobs")
      .selectAll()
      .where("position", "is not", null)
      .where("dismissed", "=", 0);
    const waiting = await visible.where("state", "in", OPEN).orderBy("position").execute();
    const ended = await visible
      .where("state", "not in", OPEN)
      .orderBy("updatedAt", "desc")
      .limit(SHOWN_ENDED)
      .execute();
    return this.#jobs.withStages([...waiting, ...ended]);
  }

  /** Makes a job this process's running one. */
  async start(id: string): Promise<void> {
    await this.#change(id, { state: "running", held: 0, pid: process.pid, ...NO_ERROR });
  }

  /** Lets a job wait again, at its place; `held`: not to be begun until it is released. */
  async wait(id: string, { held }: { held: boolean }): Promise<void> {
    await this.#change(id, { state: "queued", held: held ? 1 : 0, ...NO_ERROR });
  }

  /** Lets a job that failed or was cancelled wait again, behind all others; tells whether it was one. */
  async again(id: string, { held }: { held: boolean }): Promise<boolean> {
    const { last } = await this.#kysely
      .selectFrom("jobs")
      .select((columns) => columns.fn.max("position").as("last"))
      .executeTakeFirstOrThrow();
    const { numUpdatedRows } = await this.#kysely
      .updateTable("jobs")
      .set({ state: "queued", held: held ? 1 : 0, position: Number(last ?? 0) + 1, dismissed: 0 })
      .set({ ...NO_ERROR, updatedAt: Date.now() })
      .where("id", "=", id)
      .where("state", "in", ["failed", "cancelled"])
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Puts a job in front of another one, or at the end. */
  async move(id: string, before: string | null): Promise<void> {
    await writeTransaction(this.#kysely, async (transaction) => {
      const rows = await transaction
        .selectFrom("jobs")
        .select("id")
        .where("position", "is not", null)
        .where("state", "in", OPEN)
        .orderBy("position")
        .execute();
      const ids = rows.map((row) => row.id).filter((other) => other !== id);
      const at = before === null ? -1 : ids.indexOf(before);
      ids.splice(at < 0 ? ids.length : at, 0, id);
      for (const [position, moved] of ids.entries()) {
        await transaction
          .updateTable("jobs")
          .set({ position: position + 1 })
          .where("id", "=", moved)
          .execute();
      }
    });
  }

  /** Shows a job no more; what it took is still known. */
  async dismiss(id: string): Promise<void> {
    await this.#kysely.updateTable("jobs").set({ dismissed: 1 }).where("id", "=", id).execute();
  }

  /** Shows a job again that was dismissed. */
  async show(id: string): Promise<void> {
    await this.#kysely.updateTable("jobs").set({ dismissed: 0 }).where("id", "=", id).execute();
  }

  async isPaused(): Promise<boolean> {
    const row = await this.#kysely.selectFrom("queue").select("paused").executeTakeFirst();
    return row?.paused === 1;
  }

  async setPaused(paused: boolean): Promise<void> {
    await this.#kysely
      .updateTable("queue")
      .set({ paused: paused ? 1 : 0 })
      .execute();
  }

  /** Whether nothing was ever drafted or asked for. */
  async isUntouched(): Promise<boolean> {
    const { rows } = await sql<{ used: number }>`
      SELECT EXISTS(SELECT 1 FROM jobs) OR EXISTS(SELECT 1 FROM generations) AS used`.execute(this.#kysely);
    return rows[0]?.used === 0;
  }

  async #change(id: string, change: Partial<Row>): Promise<void> {
    await this.#kysely
      .updateTable("jobs")
      .set({ ...change, updatedAt: Date.now() })
      .where("id", "=", id)
      .execute();
  }
}

interface Row {
  state: JobState;
  held: number;
  pid: number;
  position: number;
  dismissed: number;
  errorCode: null;
  errorMessage: null;
  errorHint: null;
  errorText: null;
}

const OPEN = ["queued", "running", "interrupted"];
const NO_ERROR = { errorCode: null, errorMessage: null, errorHint: null, errorText: null } as const;
