/** Which frame of which clip a player showed last: where one goes on from, wherever one says so. */

let seen: { id: string; frame: number } | undefined;

/** Notes what a player shows. */
export function seeFrame(id: string, frame: number): void {
  seen = { id, frame };
}

/** The frame of this clip that is shown, if a player shows it or did so last. */
export function seenFrame(id: string): number | undefined {
  return seen?.id === id ? seen.frame : undefined;
}
