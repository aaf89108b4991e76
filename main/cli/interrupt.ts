/** Ctrl-C: the first ends the work softly, the second at once; children die with us. */
import { Problem } from "#contract/problem.ts";

/**
 * Aborts `cancelling` with the "cancelled" Problem when the process is interrupted.
 * @param hint what the user can do to go on.
 * @returns the function that stops listening.
 */
export function onInterrupt(cancelling: AbortController, hint: string): () => void {
  const interrupt = () => {
    if (cancelling.signal.aborted) process.exit(130);
    process.stderr.write("\nCancelling; press Ctrl-C again to stop at once.\n");
    cancelling.abort(new Problem("cancelled", "Cancelled.", hint));
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return () => {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  };
}
