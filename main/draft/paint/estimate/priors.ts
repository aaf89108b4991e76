/** What is known of a shot's setting before its picture is seen: where horizons, ground, sky and water tend to be. */
import type { Setting } from "#contract/scenery.ts";

export interface Prior {
  /** Frame-unit y where the horizon tends to be, and how far it strays (standard deviation). */
  readonly horizon: number;
  readonly strays: number;
  /** The farthest line where things can stand: distance below the horizon, frame units. */
  readonly foot: number;
  /** Where a sky is seen: all over the top, between the walls, in gaps between leaves, or nowhere. */
  readonly sky: "open" | "between" | "gaps" | "none";
  /** Share of the ground at the horizon and at the foot of the frame that is water. */
  readonly water: readonly [number, number];
  /** Walls, trunks or rocks stand near on all sides: depth differs little between top and foot. */
  readonly enclosed: boolean;
}

const OPEN: Prior = { horizon: 0.55, strays: 0.1, foot: 0.1, sky: "open", water: [0, 0], enclosed: false };
const INSIDE: Prior = { ...OPEN, horizon: 0.5, strays: 0.05, foot: 0.2, sky: "none", enclosed: true };

export const PRIORS: Record<Setting, Prior> = {
  sea: { ...OPEN, strays: 0.14, foot: 0.06, water: [0.98, 0.85] },
  beach: { ...OPEN, horizon: 0.5, strays: 0.14, foot: 0.28, water: [0.95, 0.15] },
  "mountain-lake": { ...OPEN, horizon: 0.6, foot: 0.25, water: [0.9, 0.25] },
  forest: { ...INSIDE, horizon: 0.55, foot: 0.14, sky: "gaps" },
  "autumn-wood": { ...INSIDE, horizon: 0.57, foot: 0.12, sky: "gaps" },
  desert: OPEN,
  skyline: { ...OPEN, horizon: 0.66, foot: 0.3, strays: 0.08 },
  street: { ...INSIDE, horizon: 0.53, foot: 0.11, sky: "between" },
  snowfield: { ...OPEN, horizon: 0.58, foot: 0.12 },
  underwater: { ...INSIDE, horizon: 0.85, foot: 0.05, sky: "none" },
  space: { ...OPEN, horizon: 1.3, strays: 0.01, foot: -0.6, sky: "none" },
  planet: { ...OPEN, foot: 0.13 },
  meadow: { ...OPEN, horizon: 0.52 },
  room: { ...INSIDE, horizon: 0.46, foot: 0.3 },
  stage: { ...INSIDE, horizon: 0.42, foot: 0.24 },
  station: { ...INSIDE, foot: 0.12 },
};
