/** Finds the separate bright things of a layer: windows, lamps, signs. */

/**
 * Labels the 4-connected regions of `mask` (row by row, non-zero is inside): 0 outside, 1, 2, ...
 * inside, in the order in which their first pixels come.
 */
export function labelComponents(mask: Uint8Array, width: number, height: number): Int32Array {
  const labels = new Int32Array(width * height);
  const stack: number[] = [];
  let count = 0;
  const visit = (i: number) => {
    if (mask[i] === 0 || labels[i] !== 0) return;
    labels[i] = count;
    stack.push(i);
  };
  for (let start = 0; start < labels.length; start++) {
    if (mask[start] === 0 || labels[start] !== 0) continue;
    count++;
    visit(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const x = i % width;
      if (x > 0) visit(i - 1);
      if (x < width - 1) visit(i + 1);
      if (i >= width) visit(i - width);
      if (i < labels.length - width) visit(i + width);
    }
  }
  return labels;
}
