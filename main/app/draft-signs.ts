/** What the desktop shows of drafts while the window is elsewhere: progress on the taskbar, and a notification at the end. */
import { BrowserWindow, Notification } from "electron";
import type { QueueJob, QueueState } from "#contract/queue.ts";
import type { Language } from "#contract/settings.ts";
import { showWindow } from "./windows.ts";

const WORDS: Record<Language, { done: string; failed: string }> = {
  en: { done: "The draft is ready", failed: "The draft failed" },
  "zh-CN": { done: "草稿已完成", failed: "草稿失败" },
};
/** Electron's way to show no progress. */
const NONE = -1;
const LONGEST = 120;

/** Shows how far the running draft is, from 0 to 1. */
export function showDraftProgress(fraction: number): void {
  for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(fraction);
}

/** Takes the progress away when nothing runs. */
export function showQueue({ jobs }: QueueState): void {
  if (!jobs.some(({ phase }) => phase === "running")) showDraftProgress(NONE);
}

/** Tells that a draft ended, unless the user looks at the window. */
export function notifyOfEnd({ phase, request }: QueueJob, language: Language): void {
  if (!Notification.isSupported() || BrowserWindow.getAllWindows().some((window) => window.isFocused()))
    return;
  const { done, failed } = WORDS[language];
  const body = request.prompt.length > LONGEST ? `${request.prompt.slice(0, LONGEST)}…` : request.prompt;
  const notification = new Notification({ title: phase === "done" ? done : failed, body });
  notification.on("click", showWindow);
  notification.show();
}
