/** Overlapping windows over a length: of frames for motion packs, of rows and columns for tiles. */

/**
 * Where the windows start: every `window - overlap`, the last one moved so that it ends at the end. One
 * window, at 0, when the length is no longer than it.
 */
export function windowStarts(length: number, window: number, overlap: number): number[] {
  const last = length - window;
  if (last <= 0) return [0];
  const starts: number[] = [];
  for (let start = 0; start < last; start += window - overlap) starts.push(start);
  return [...starts, last];
}
