import { Problem } from "#contract/problem.ts";

/** What ended by the user's wish: the signal's own reason where that is told to people, else a plain one. */
export function cancelProblem(signal: AbortSignal): Problem {
  if (signal.reason instanceof Problem) return signal.reason;
  return new Problem("cancelled", "Cancelled.", "Start it again when you like.");
}
