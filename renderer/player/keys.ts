/** The keys of editing desks: J-K-L, arrows, space. */
import type { KeyboardEvent } from "react";
import type { Playback } from "./playback.ts";

interface Desk {
  frames: number;
  fps: number;
  toggleFullScreen: () => void;
}

/** Handles a key of the player; controls inside keep the keys that are theirs. */
export function onPlayerKey(event: KeyboardEvent, playback: Playback, desk: Desk): void {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (target instanceof HTMLElement && target.closest("[role=menu], [role=dialog], [role=slider]")) return;
  const isControl = target instanceof HTMLButtonElement || target instanceof HTMLInputElement;
  const act = actionOf(event, playback, desk, isControl);
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function actionOf(
  { key, shiftKey }: KeyboardEvent,
  playback: Playback,
  { frames, fps, toggleFullScreen }: Desk,
  isControl: boolean,
): (() => void) | undefined {
  switch (key) {
    case " ":
      return isControl ? undefined : playback.toggle;
    case "k":
    case "K":
      return playback.pause;
    case "j":
    case "J":
      return () => playback.shuttle(-1);
    case "l":
    case "L":
      return () => playback.shuttle(1);
    case "ArrowLeft":
      return () => playback.step(shiftKey ? -fps : -1);
    case "ArrowRight":
      return () => playback.step(shiftKey ? fps : 1);
    case "Home":
      return () => playback.seek(0);
    case "End":
      return () => playback.seek(frames - 1);
    case "m":
    case "M":
      return () => playback.setMuted(!playback.muted);
    case "f":
    case "F":
      return toggleFullScreen;
    default:
      return undefined;
  }
}
