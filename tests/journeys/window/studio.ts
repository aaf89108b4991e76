/** What users do in the window, in the words of the screen. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { openStudioWindow, type StudioWindow } from "../../window/launch.ts";

/** A draft of a few seconds takes many times as long on a busy machine. */
export const DRAFT_LIMIT_MS = 180_000;

export type { StudioWindow };

/** Opens the window and waits until it can be used. */
export async function openStudio(
  options: Parameters<typeof openStudioWindow>[0] = {},
): Promise<StudioWindow> {
  const studio = await openStudioWindow(options);
  studio.page.setDefaultTimeout(30_000);
  await workspace(studio.page, "Draft").waitFor();
  return studio;
}

/** The button of a workspace in the rail. */
export function workspace(page: Page, name: string): Locator {
  return page.getByRole("navigation").getByRole("button", { name, exact: true });
}

/** Waits for the player with a finished clip. */
export async function waitForClip(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Make a variation" }).waitFor({ timeout: DRAFT_LIMIT_MS });
}

/** Types a prompt, chooses the shortest length and drafts. */
export async function draft(page: Page, prompt: string): Promise<void> {
  await page.getByRole("textbox", { name: "What is seen and heard" }).fill(prompt);
  await page.getByText("4 s", { exact: true }).first().click();
  await page.getByRole("button", { name: "Draft", exact: true }).last().click();
}

/** The part of an HTMLVideoElement that is used; tests are not compiled for a browser. */
interface Video {
  duration: number;
  currentTime: number;
  play(): Promise<void>;
}

/** Seconds of a clip in the player. */
export const durationOf = (video: Locator) =>
  video.evaluate((element) => (element as unknown as Video).duration);
/** Where the player is, seconds. */
export const positionOf = (video: Locator) =>
  video.evaluate((element) => (element as unknown as Video).currentTime);
export const play = (video: Locator) => video.evaluate((element) => (element as unknown as Video).play());

/** The card of a draft in the strip below, by its prompt. */
export function card(page: Page, prompt: string): Locator {
  return page.getByRole("region", { name: "Queue" }).getByRole("button").filter({ hasText: prompt }).first();
}

/** Waits until a draft's card says `status`. */
export async function waitForStatus(page: Page, prompt: string, status: string): Promise<void> {
  await card(page, prompt).filter({ hasText: status }).waitFor({ timeout: DRAFT_LIMIT_MS });
}

/** Process ids of the engines below a process. */
export function enginesBelow(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [...(isEngine(child) ? [child] : []), ...enginesBelow(child)]);
}

function childrenOf(pid: number): number[] {
  const list = readIfThere(`/proc/${pid}/task/${pid}/children`);
  return list.split(" ").filter(Boolean).map(Number);
}

function isEngine(pid: number): boolean {
  return /\/engine\.(js|ts)\0/.test(readIfThere(`/proc/${pid}/cmdline`));
}

/** A process may be gone before it is read. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
