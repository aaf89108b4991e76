/**
 * Draws a layer that leans back: each row stands at a depth of its own, so that ground slides under the
 * viewer without a seam. Rows of the frame are filled one after another, as in warp.ts.
 */
import type { PlateLayer } from "#contract/plate.ts";
import type { Context } from "#native/canvas/index.ts";
import { viewOf } from "./camera.ts";
import type { Cell } from "./cells.ts";
import type { Moment, Space } from "./space.ts";
import type { Rows, Shift } from "./warp.ts";

type Recedes = NonNullable<PlateLayer["recedes"]>;

/** Frame rows that are drawn at once where the depth changes. */
const STEP = 2;
const shift: Shift = { dx: 0, dy: 0 };

/** The depth at row `y` of the plate. */
export function depthAt(recedes: Recedes, y: number): number {
  const after = recedes.findIndex((point) => point.y > y);
  if (after === 0) return recedes[0]!.depth;
  if (after < 0) return recedes.at(-1)!.depth;
  const [from, to] = [recedes[after - 1]!, recedes[after]!];
  return from.depth + ((to.depth - from.depth) * (y - from.y)) / (to.y - from.y);
}

/** The nearest depth that a layer reaches. */
export function nearestOf(layer: Pick<PlateLayer, "depth" | "recedes">): number {
  return Math.max(layer.depth, ...(layer.recedes ?? []).map(({ depth }) => depth));
}

/** Draws `cell`, at its place in the plate, row by row; `ripple` moves rows further. */
export function drawReceding(
  context: Context,
  cell: Cell,
  recedes: Recedes,
  space: Space,
  moment: Moment,
  ripple?: Rows,
): void {
  const { image } = cell;
  const rowAt = frameRows(recedes, space, moment);
  const first = Math.max(0, Math.floor(rowAt(cell.y)));
  const last = Math.min(space.height, Math.ceil(rowAt(cell.y + image.height)));
  const source = sourceRows(rowAt, cell.y, cell.y + image.height);
  let from = source(first);
  for (let y = first; y < last; ) {
    const step = Math.max(1, Math.min(ripple ? ripple.stepAt(y) : STEP, last - y));
    const to = source(y + step);
    let [top, foot] = [from, to];
    let dx = 0;
    if (ripple) {
      ripple.shiftAt(y, shift);
      dx = shift.dx;
      top = source(y - shift.dy);
      foot = source(y + step - shift.dy);
    }
    const least = Math.min(0.5, image.height);
    const tall = Math.max(least, foot - top);
    top = Math.min(Math.max(top, cell.y), cell.y + image.height - tall);
    const place = space.place(moment, depthAt(recedes, top + tall / 2));
    context.drawImage(
      image.canvas,
      0,
      top - cell.y,
      image.width,
      tall,
      place.x + place.scale * cell.x + dx,
      y,
      place.scale * image.width,
      step,
    );
    y += step;
    from = to;
  }
}

/** Where a row of the plate stands in the frame: rises with the row. */
function frameRows(recedes: Recedes, space: Space, { pose }: Moment): (row: number) => number {
  return (row) => {
    const view = viewOf(pose, depthAt(recedes, row));
    const scale = view.zoom * space.pixelScale;
    return space.height / 2 + scale * (row - space.plate.height / 2) + view.y * space.height;
  };
}

/** The inverse of `rowAt` between two rows of the plate, by bisection; monotonic, so it is exact. */
function sourceRows(rowAt: (row: number) => number, top: number, foot: number): (y: number) => number {
  return (y) => {
    let [low, high] = [top, foot];
    for (let i = 0; i < 22 && high - low > 1e-3; i++) {
      const middle = (low + high) / 2;
      if (rowAt(middle) < y) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
}
