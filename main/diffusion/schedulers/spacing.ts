/**
 * Which of the trained timesteps a run visits. Source: table 2 of "Common
 * Diffusion Noise Schedules and Sample Steps are Flawed" (arXiv 2305.08891),
 * with NumPy's arithmetic, since its rounding decides which timestep is met.
 */
import { Problem } from "#contract/problem.ts";

export type Spacing = "linspace" | "leading" | "trailing";

interface Grid {
  spacing: Spacing;
  steps: number;
  /** How many timesteps the model was trained on; the highest is one less. */
  trained: number;
  /** Added to the timesteps of leading spacing. */
  offset: number;
}

/** `steps` timesteps in falling order; those of linspace are fractions. */
export function spaceTimesteps({ spacing, steps, trained, offset }: Grid): number[] {
  if (spacing === "linspace") return linspace(0, trained - 1, steps).reverse();
  if (spacing === "trailing") return trailing(trained, trained / steps);
  return leading(steps, Math.floor(trained / steps), offset, trained);
}

/**
 * `steps` whole timesteps in falling order for a solver that ends on a sigma of
 * its own: the last of steps + 1 is left out. With a `highest` below
 * `trained`, timesteps start under it.
 */
export function spaceSolverTimesteps(grid: Grid, highest = grid.trained): number[] {
  const { spacing, steps, trained, offset } = grid;
  if (spacing === "trailing") return trailing(highest, trained / steps);
  const timesteps =
    spacing === "linspace"
      ? linspace(0, highest - 1, steps + 1)
          .map(roundHalfEven)
          .reverse()
      : leading(steps + 1, Math.floor(highest / (steps + 1)), offset, trained);
  return timesteps.slice(0, -1);
}

function leading(count: number, stride: number, offset: number, trained: number): number[] {
  if (stride < 1) {
    throw new Problem(
      "bad-input",
      `This pack's scheduler cannot take ${count - 1} steps.`,
      `Ask for fewer than ${count - 1} steps.`,
      { text: { key: "steps-most", values: { most: count - 2 } } },
    );
  }
  return Array.from({ length: count }, (_, i) => Math.min((count - 1 - i) * stride + offset, trained - 1));
}

/** From `highest` - 1 down by `stride`, as far as 0. */
function trailing(highest: number, stride: number): number[] {
  // NumPy's arange steps by the difference of its first two values, which f64 has rounded.
  const delta = highest - stride - highest;
  const count = Math.ceil(highest / stride - 1e-9);
  return Array.from({ length: count }, (_, i) => roundHalfEven(highest + i * delta) - 1);
}

/** `count` evenly spaced values, both ends included (NumPy's linspace). */
export function linspace(start: number, end: number, count: number): number[] {
  const stride = (end - start) / (count - 1);
  const at = (i: number) => (i > 0 && i === count - 1 ? end : i * stride + start);
  return count === 1 ? [start] : Array.from({ length: count }, (_, i) => at(i));
}

/** To the nearest whole number, from half way to the even one (NumPy's round). */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const part = value - below;
  if (part !== 0.5) return part < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
