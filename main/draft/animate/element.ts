/** Everything that appears in a shot is an element: built once, drawn for any moment, in any order. */
import type { Context } from "#native/canvas/index.ts";
import type { Moment } from "./space.ts";

export interface Element {
  /** Gets what drawing the moment needs and is not in memory; awaited before `draw`. */
  prepare?(moment: Moment): Promise<void>;
  /** Draws itself. The context comes with the identity transform, full alpha and "source-over", and is restored after. */
  draw(context: Context, moment: Moment): void;
}
