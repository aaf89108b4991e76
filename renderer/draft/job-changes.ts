/** What is done with jobs of the queue that one may want to take back: each tells of it, and offers the way back. */
import i18next from "i18next";
import type { QueueJob } from "#contract/queue.ts";
import { call } from "../app/bridge.ts";
import { toast, toastProblem } from "../ui/toasts.tsx";
import { hasEnded, useQueue } from "./queue.ts";

/** Ends a job. Told again, a running one ends at once, which is told no more. */
export async function cancelJob(job: QueueJob): Promise<void> {
  const isAgain = job.stopping === "cancel";
  await change(
    job,
    () => call("queue.cancel", { id: job.id }),
    isAgain ? null : i18next.t("draft:toast.cancelled"),
  );
}

/** Takes a job off the strip; one that waits is cancelled. */
export async function dismissJob(job: QueueJob): Promise<void> {
  await change(job, () => call("queue.dismiss", { id: job.id }), i18next.t("draft:toast.dismissed"));
}

/** Puts a job in front of another one that waits, or at the end. */
export async function moveJob(id: string, before: string | null): Promise<void> {
  const back = follower(id);
  try {
    await call("queue.move", { id, before });
    toast(i18next.t("draft:toast.moved"), () => call("queue.move", { id, before: back }));
  } catch (error) {
    toastProblem(error);
  }
}

async function change(job: QueueJob, work: () => Promise<void>, told: string | null): Promise<void> {
  const { id, phase: was } = job;
  const before = follower(id);
  try {
    await work();
    if (told !== null) toast(told, () => call("queue.restore", { id, was, before }));
  } catch (error) {
    toastProblem(error);
  }
}

/** The job that stands behind one in the queue; null when it is the last. */
function follower(id: string): string | null {
  const open = (useQueue.getState().state?.jobs ?? []).filter((job) => !hasEnded(job));
  const at = open.findIndex((job) => job.id === id);
  return at < 0 ? null : (open[at + 1]?.id ?? null);
}
