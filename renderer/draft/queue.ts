/** The queue as the window knows it, kept fresh by the main process's events. */
import { create } from "zustand";
import type { JobProgress, QueueJob, QueueState } from "#contract/queue.ts";
import { call, on } from "../app/bridge.ts";
import { queryClient } from "../app/calls.ts";
import { toastProblem } from "../ui/toasts.tsx";

/** What the stage shows: a job, what several jobs of a batch become, or two clips to compare. */
export type Shown = { job: string } | { batch: string } | { compare: [string, string] } | null;

interface Queue {
  /** null until the main process has answered. */
  state: QueueState | null;
  error: unknown;
  progress: Readonly<Record<string, JobProgress>>;
  shown: Shown;
  /** The first clip to compare, while the second is being chosen. */
  comparing: string | null;
}

export const useQueue = create<Queue>(() => ({
  state: null,
  error: undefined,
  progress: {},
  shown: null,
  comparing: null,
}));

let started = false;

/** Asks for the queue and listens from then on. */
export async function followQueue(): Promise<void> {
  if (!started) {
    started = true;
    on("queue.changed", take);
    on("queue.progress", (progress) =>
      useQueue.setState((queue) => ({ progress: { ...queue.progress, [progress.id]: progress } })),
    );
  }
  try {
    take(await call("queue.state"));
    useQueue.setState({ error: undefined });
  } catch (error) {
    useQueue.setState({ error });
  }
}

function take(state: QueueState): void {
  const known = new Set(state.jobs.map(({ id }) => id));
  const doneBefore = countDone(useQueue.getState().state);
  useQueue.setState((queue) => ({
    state,
    shown: queue.shown ?? firstShown(state.jobs),
    progress: Object.fromEntries(Object.entries(queue.progress).filter(([id]) => known.has(id))),
  }));
  // What was made says how long the next one takes.
  if (countDone(state) !== doneBefore) void queryClient.invalidateQueries({ queryKey: ["queue.estimate"] });
}

const countDone = (state: QueueState | null): number =>
  state?.jobs.filter(({ phase }) => phase === "done").length ?? 0;

/** Before the user chose: what runs, else what was made last. */
function firstShown(jobs: readonly QueueJob[]): Shown {
  const first = jobs.find(isRunning) ?? jobs.find(({ phase }) => phase === "done") ?? jobs[0];
  return first === undefined ? null : { job: first.id };
}

export const isRunning = ({ phase }: QueueJob): boolean => phase === "running";
export const hasEnded = ({ phase }: QueueJob): boolean =>
  phase === "done" || phase === "failed" || phase === "cancelled";

export const show = (shown: Shown): void => useQueue.setState({ shown });

/** The clip that the stage shows alone; null when it shows none, or several. */
export function shownGeneration(): string | null {
  const { shown, state } = useQueue.getState();
  if (shown === null || !("job" in shown)) return null;
  return state?.jobs.find(({ id }) => id === shown.job)?.generation ?? null;
}

/** The jobs of the queue; none while it is not known. */
export const useJobs = (): readonly QueueJob[] => useQueue(({ state }) => state?.jobs) ?? NONE;
const NONE: readonly QueueJob[] = [];

export const useJob = (id: string): QueueJob | undefined =>
  useQueue(({ state }) => state?.jobs.find((job) => job.id === id));

/** How far a running job is; undefined for one that does not run. */
export const useProgress = (id: string): JobProgress | undefined =>
  useQueue(({ state, progress }) =>
    state?.jobs.some((job) => job.id === id && isRunning(job)) ? progress[id] : undefined,
  );

/** Address of the newest picture of a draft while it was made, as long as the main process keeps it. */
export const usePreview = (id: string): string | undefined =>
  useQueue(({ progress }) => {
    const preview = progress[id]?.preview ?? null;
    return preview === null ? undefined : `previews/${id}/${preview}.jpg`;
  });

type JobCall = "queue.hold" | "queue.continue";

/** Asks something of a job; what goes wrong is told. */
export async function ask(name: JobCall, id: string): Promise<void> {
  try {
    await call(name, { id });
  } catch (error) {
    toastProblem(error);
  }
}
