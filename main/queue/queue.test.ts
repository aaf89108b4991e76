import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JobPhase, JobProgress, QueueState } from "#contract/queue.ts";
import { findHome, isAlive } from "#main/home.ts";
import { type Library, openLibrary } from "#main/library/index.ts";
import { DraftQueue } from "./queue.ts";

/** Drafts are made in earnest, on however busy a machine. */
const LONG_MS = 600_000;

const WISH = { prompt: "a calm sea at dusk, waves", seconds: 1, provider: "cpu" } as const;

let root: string;
let library: Library;
const open: DraftQueue[] = [];
/** Emits "changed" and "progress". */
let events: EventEmitter;
let keepsPrompts: boolean;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "understudy-queue-"));
  library = await openLibrary(findHome({ UNDERSTUDY_HOME: root }));
  events = new EventEmitter();
  keepsPrompts = true;
});

afterEach(async () => {
  for (const queue of open.splice(0)) await queue.close();
  library.close();
  rmSync(root, { recursive: true, force: true });
});

async function openQueue(): Promise<DraftQueue> {
  const queue = await DraftQueue.open({
    library,
    keepsPrompts: () => keepsPrompts,
    onChanged: (state) => events.emit("changed", state),
    onProgress: (progress) => events.emit("progress", progress),
    onFault: (error) => {
      throw error;
    },
  });
  open.push(queue);
  return queue;
}

/** A paused queue: nothing runs before `resume`. */
async function pausedQueue(): Promise<DraftQueue> {
  const queue = await openQueue();
  await queue.pause();
  return queue;
}

const phases = ({ state }: DraftQueue): Record<string, JobPhase> =>
  Object.fromEntries(state.jobs.map(({ id, phase }) => [id, phase]));
const order = ({ state }: DraftQueue): string[] => state.jobs.map(({ id }) => id);

/** Resolves when a job has come so far. */
async function reached(id: string, stage: JobProgress["stage"]): Promise<JobProgress> {
  for (;;) {
    const [progress] = (await once(events, "progress")) as [JobProgress];
    if (progress.id === id && progress.stage === stage) return progress;
  }
}

async function clipHash(queue: DraftQueue, id: string): Promise<string> {
  const { generation } = queue.state.jobs.find((job) => job.id === id)!;
  const { generations } = await library.repositories();
  const { files } = await generations.get(generation!);
  const clip = files.find((file) => file.role === "clip")!;
  return createHash("sha256").update(readFileSync(clip.path)).digest("hex");
}

describe("a queue of drafts", () => {
  it(
    "makes one after the other in the order that was chosen, with one engine",
    async () => {
      const queue = await pausedQueue();
      const first = await queue.draft({ ...WISH, seed: 1 });
      const second = await queue.draft({ ...WISH, seed: 2 });
      const third = await queue.draft({ ...WISH, seed: 3 });
      await queue.move(third, first);
      await queue.cancel(second);
      expect(order(queue)).toEqual([third, first, second]);

      const ran: string[] = [];
      const engines = new Set<number | undefined>();
      events.on("changed", ({ jobs }: QueueState) => {
        const running = jobs.filter(({ phase }) => phase === "running");
        expect(running.length).toBeLessThanOrEqual(1);
        if (running[0] && ran.at(-1) !== running[0].id) ran.push(running[0].id);
      });
      events.on("progress", ({ stage }: JobProgress) => stage === "animate" && engines.add(queue.enginePid));
      await queue.resume();
      await queue.settled();
      expect(ran).toEqual([third, first]);
      expect(phases(queue)).toEqual({ [third]: "done", [first]: "done", [second]: "cancelled" });
      expect(engines.size).toBe(1);
    },
    LONG_MS,
  );

  it(
    "tells progress that never goes back, with remaining time once it was measured, and shows frames",
    async () => {
      const queue = await openQueue();
      expect(await queue.estimate(WISH)).toMatchObject({ ms: null, drafts: 0 });
      const seen: JobProgress[] = [];
      events.on("progress", (progress: JobProgress) => seen.push(progress));
      const shots = "a calm sea at dusk; then a forest in the rain";
      const first = await queue.draft({ ...WISH, prompt: shots, seconds: 2, seed: 1 });
      await queue.settled();
      expect(queue.state.jobs).toMatchObject([{ phase: "done", error: null }]);
      // The first shot is seen while the second one is painted.
      expect(seen.some(({ stage, preview }) => stage === "paint" && preview !== null)).toBe(true);
      const fractions = seen.map(({ fraction }) => fraction);
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
      const preview = seen.findLast((progress) => progress.preview !== null)!.preview!;
      expect([...queue.previews.get(first, preview)!.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);

      expect(await queue.estimate(WISH)).toMatchObject({ ms: expect.any(Number), paintFrom: "drafts" });
      seen.length = 0;
      await queue.draft({ ...WISH, seed: 2 });
      await queue.settled();
      expect(seen[0]!.remainingMs).toBeGreaterThan(0);
    },
    LONG_MS,
  );

  it(
    "holds a running draft, and goes on to the same clip with its finished stages",
    async () => {
      const queue = await openQueue();
      const undisturbed = await queue.draft({ ...WISH, seed: 5, prompt: `${WISH.prompt} ` });
      await queue.settled();
      const expected = await clipHash(queue, undisturbed);
      rmSync(join(root, "cache"), { recursive: true });
      const { generations } = await library.repositories();
      await generations.remove(queue.state.jobs[0]!.generation!);
      library.close();
      library = await openLibrary(findHome({ UNDERSTUDY_HOME: root }));
      await queue.close();

      const again = await openQueue();
      const id = await again.draft({ ...WISH, seed: 5 });
      await reached(id, "animate");
      await again.hold(id);
      await again.settled();
      expect(phases(again)[id]).toBe("held");
      expect(again.state.jobs.find((job) => job.id === id)!.finished).toContain("paint");
      await again.continue(id);
      await again.settled();
      expect(phases(again)[id]).toBe("done");
      expect(await clipHash(again, id)).toBe(expected);
    },
    LONG_MS,
  );

  it(
    "fails the draft whose engine is killed, with the reason, and goes on with the next one",
    async () => {
      const queue = await pausedQueue();
      const first = await queue.draft({ ...WISH, seed: 1 });
      const second = await queue.draft({ ...WISH, seed: 2 });
      const painting = reached(first, "paint");
      await queue.resume();
      await painting;
      process.kill(queue.enginePid!, "SIGKILL");
      await queue.settled();
      expect(phases(queue)).toEqual({ [first]: "failed", [second]: "done" });
      expect(queue.state.jobs.find(({ id }) => id === first)!.error).toMatchObject({
        code: "engine-crashed",
      });
      await queue.continue(first);
      await queue.settled();
      expect(phases(queue)[first]).toBe("done");
    },
    LONG_MS,
  );

  it(
    "kills what runs when it is cancelled twice",
    async () => {
      const queue = await openQueue();
      const id = await queue.draft({ ...WISH, seed: 1 });
      await reached(id, "paint");
      const engine = queue.enginePid!;
      await queue.cancel(id);
      expect(queue.state.jobs[0]).toMatchObject({ phase: "running", stopping: "cancel" });
      await queue.cancel(id);
      await queue.settled();
      expect(phases(queue)[id]).toBe("cancelled");
      // The draft may have ended by the first word; the process goes with the second.
      await expect.poll(() => queue.enginePid).toBeUndefined();
      expect(isAlive(engine)).toBe(false);
    },
    LONG_MS,
  );

  it(
    "goes on after the program was closed in the middle of a draft, with what waits in its order",
    async () => {
      const queue = await openQueue();
      const running = await queue.draft({ ...WISH, seed: 1 });
      const held = await queue.draft({ ...WISH, seed: 2 });
      const last = await queue.draft({ ...WISH, seed: 3 });
      await queue.hold(held);
      await queue.move(last, held);
      await reached(running, "paint");
      await queue.close();
      expect(phases(queue)).toEqual({ [running]: "waiting", [last]: "waiting", [held]: "held" });

      const again = await openQueue();
      expect(order(again)).toEqual([running, last, held]);
      await again.settled();
      expect(phases(again)).toEqual({ [running]: "done", [last]: "done", [held]: "held" });
    },
    LONG_MS,
  );

  it(
    "shows a draft as interrupted that a crash of the program ended, and leaves it to the user",
    async () => {
      const queue = await pausedQueue();
      const id = await queue.draft({ ...WISH, seed: 1 });
      await queue.close();
      library.close();
      const { default: Sqlite } = await import("better-sqlite3");
      const database = new Sqlite(join(root, "library.db"));
      // As a process leaves it that is gone.
      database.prepare("UPDATE jobs SET state = 'running', pid = 999999, updatedAt = 0").run();
      database.prepare("UPDATE queue SET paused = 0").run();
      database.close();
      library = await openLibrary(findHome({ UNDERSTUDY_HOME: root }));
      const again = await openQueue();
      await again.settled();
      expect(phases(again)).toEqual({ [id]: "interrupted" });
      await again.continue(id);
      await again.settled();
      expect(phases(again)).toEqual({ [id]: "done" });
    },
    LONG_MS,
  );

  it("takes the cancelling and dismissing of what waits back, to its place", async () => {
    const queue = await pausedQueue();
    const first = await queue.draft({ ...WISH, seed: 1 });
    const held = await queue.draft({ ...WISH, seed: 2 });
    const last = await queue.draft({ ...WISH, seed: 3 });
    await queue.hold(held);
    await queue.cancel(first);
    await queue.dismiss(held);
    await queue.restore(held, { was: "held", before: last });
    await queue.restore(first, { was: "waiting", before: held });
    expect(order(queue)).toEqual([first, held, last]);
    expect(phases(queue)).toEqual({ [first]: "waiting", [held]: "held", [last]: "waiting" });
    await queue.cancel(last);
    await queue.dismiss(last);
    await queue.restore(last, { was: "cancelled", before: null });
    expect(phases(queue)[last]).toBe("cancelled");
  });

  it(
    "goes on with a running draft whose cancelling was taken back",
    async () => {
      const queue = await openQueue();
      const id = await queue.draft({ ...WISH, seed: 1 });
      await reached(id, "paint");
      await queue.cancel(id);
      await queue.restore(id, { was: "running", before: null });
      expect(queue.state.jobs[0]).toMatchObject({ phase: "running", stopping: null });
      await queue.settled();
      expect(phases(queue)[id]).toBe("done");
    },
    LONG_MS,
  );

  it("makes a sample where nothing was ever drafted, and only there", async () => {
    const queue = await pausedQueue();
    expect(await queue.sample(WISH)).toBe(true);
    expect(await queue.sample(WISH)).toBe(false);
    expect(queue.state.jobs).toHaveLength(1);
  });

  it("asks for several seeds as one batch, and forgets a dismissed draft but not its prompt", async () => {
    const queue = await pausedQueue();
    const { ids, batch } = await queue.vary(WISH, 4);
    expect(new Set(queue.state.jobs.map(({ request }) => request.seed)).size).toBe(4);
    expect(queue.state.jobs.every((job) => job.batch === batch)).toBe(true);
    await queue.dismiss(ids[0]!);
    expect(order(queue)).toEqual(ids.slice(1));
    const repositories = await library.repositories();
    expect(repositories.prompts.recent(10)).toEqual([WISH.prompt]);
  });

  it("keeps prompts only while that is wanted, and brings cleared ones back", async () => {
    const { prompts } = await library.repositories();
    const queue = await pausedQueue();
    await queue.draft(WISH);
    await queue.draft({ ...WISH, prompt: "a forest" });
    keepsPrompts = false;
    await queue.draft({ ...WISH, prompt: "a secret" });
    expect(prompts.recent(10)).toEqual(["a forest", WISH.prompt]);
    const { changed, undo } = await prompts.clear();
    expect([changed, prompts.recent(10)]).toEqual([2, []]);
    await (await library.repositories()).items.undo(undo!);
    expect(prompts.recent(10)).toEqual(["a forest", WISH.prompt]);
  });

  it.each([
    [{ ...WISH, pack: "nowhere" }, "not-found"],
    [{ ...WISH, start: { from: "generation", id: "nowhere" } }, "not-found"],
    [{ ...WISH, start: { from: "picture", sha256: "0".repeat(64), extension: ".png" } }, "not-found"],
  ] as const)("refuses a wish that cannot be met: %j", async (wish, code) => {
    const queue = await pausedQueue();
    await expect(queue.draft(wish)).rejects.toMatchObject({ code });
    await expect(queue.cancel("nowhere")).rejects.toMatchObject({ code: "not-found" });
  });
});
