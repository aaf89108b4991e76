/** Fills the holes of a picture from what is around them. */

/**
 * Replaces the colour of pixels by that of their surroundings: fully where `weight` is 0, not at all where
 * it is 1. Push and pull over a pyramid (Gortler et al., The Lumigraph, 1996): each coarser level averages
 * what is known; then, from the coarsest up, what is unknown takes the level below, bilinearly.
 * @param rgb float32 [height, width, 3]; changed in place.
 * @param weight float32 [height, width], how far each pixel is known, 0..1.
 */
export function pushPull(rgb: Float32Array, weight: Float32Array, width: number, height: number): void {
  if (width <= 1 && height <= 1) return;
  const w = (width + 1) >> 1;
  const h = (height + 1) >> 1;
  const coarse = new Float32Array(w * h * 3);
  const known = new Float32Array(w * h);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = weight[y * width + x]!;
      if (share === 0) continue;
      const to = (y >> 1) * w + (x >> 1);
      known[to]! += share;
      for (let c = 0; c < 3; c++) coarse[to * 3 + c]! += share * rgb[(y * width + x) * 3 + c]!;
    }
  }
  for (let i = 0; i < known.length; i++) {
    const share = known[i]!;
    if (share === 0) continue;
    for (let c = 0; c < 3; c++) coarse[i * 3 + c]! /= share;
    known[i] = Math.min(1, share);
  }
  pushPull(coarse, known, w, h);
  for (let y = 0; y < height; y++) {
    const [y0, y1, fy] = neighbours(y, h);
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const share = weight[at]!;
      if (share >= 1) continue;
      const [x0, x1, fx] = neighbours(x, w);
      for (let c = 0; c < 3; c++) {
        const top = coarse[(y0 * w + x0) * 3 + c]! * (1 - fx) + coarse[(y0 * w + x1) * 3 + c]! * fx;
        const foot = coarse[(y1 * w + x0) * 3 + c]! * (1 - fx) + coarse[(y1 * w + x1) * 3 + c]! * fx;
        const under = top * (1 - fy) + foot * fy;
        rgb[at * 3 + c] = under + (rgb[at * 3 + c]! - under) * share;
      }
    }
  }
}

/** The two coarse pixels that a fine one lies between, and how far it is from the first. */
function neighbours(fine: number, coarseLength: number): [number, number, number] {
  const at = Math.max(0, Math.min(coarseLength - 1, (fine - 0.5) / 2));
  const first = Math.floor(at);
  return [first, Math.min(coarseLength - 1, first + 1), at - first];
}
