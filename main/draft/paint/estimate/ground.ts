/** Where things can stand, and how tall a person is there. */
import type { Ground } from "#contract/plate.ts";
import type { Analysis } from "./analysis.ts";
import type { Horizon } from "./horizon.ts";
import { clamp } from "./raster.ts";

/**
 * Height of a standing adult as a share of the way from the horizon down to the feet: who looks from a
 * little below the eyes of the others sees the horizon pass through their heads.
 */
const EYE = 1.28;
/** Where the nearest feet are, frame units. */
const NEAR = 1;

/** The ground of a picture with this horizon: level, seen by someone who stands. */
export function groundOf({ prior, yOf }: Analysis, { row }: Horizon): Ground {
  const horizon = prior.horizon > 1 ? prior.horizon : yOf(row);
  const far = clamp(horizon + prior.foot, 0.3, NEAR - 0.02);
  const heightAt = (y: number) => clamp(EYE * (y - horizon), 0.04, 0.9);
  return { horizon, far, near: NEAR, farHeight: heightAt(far), nearHeight: heightAt(NEAR) };
}
