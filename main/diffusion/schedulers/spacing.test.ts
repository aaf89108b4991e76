import { expect, test } from "vitest";
import { roundHalfEven, spaceSolverTimesteps, spaceTimesteps } from "./spacing.ts";

const grid = { trained: 1000, offset: 0 };

// Expected values: NumPy 1.24, by the expressions of diffusers' schedulers.

test("trailing spacing starts at the highest timestep, and rounds halves to even before it takes one away", () => {
  expect(spaceTimesteps({ ...grid, spacing: "trailing", steps: 4 })).toEqual([999, 749, 499, 249]);
  expect(spaceTimesteps({ ...grid, spacing: "trailing", steps: 16 })).toEqual([
    999, 937, 874, 811, 749, 687, 624, 561, 499, 437, 374, 311, 249, 187, 124, 61,
  ]);
});

test("trailing spacing has as many timesteps as steps, where NumPy's arange adds one of -1", () => {
  for (let steps = 1; steps <= 1000; steps++) {
    const timesteps = spaceTimesteps({ ...grid, spacing: "trailing", steps });
    expect(timesteps).toHaveLength(steps);
    expect(timesteps.at(-1)).toBeGreaterThanOrEqual(0);
  }
});

test("leading spacing goes by whole strides and takes the offset", () => {
  expect(spaceTimesteps({ ...grid, spacing: "leading", steps: 5, offset: 1 })).toEqual([
    801, 601, 401, 201, 1,
  ]);
  expect(spaceTimesteps({ ...grid, spacing: "leading", steps: 3 })).toEqual([666, 333, 0]);
});

test("an offset does not lead past the highest timestep", () => {
  expect(spaceTimesteps({ ...grid, spacing: "leading", steps: 1000, offset: 1 })[0]).toBe(999);
});

test("linspace spacing keeps fractions and both ends", () => {
  expect(spaceTimesteps({ ...grid, spacing: "linspace", steps: 5 })).toEqual([999, 749.25, 499.5, 249.75, 0]);
  expect(spaceTimesteps({ ...grid, spacing: "linspace", steps: 1 })).toEqual([0]);
});

test("solvers space one step more and leave out its end", () => {
  expect(spaceSolverTimesteps({ ...grid, spacing: "linspace", steps: 4 })).toEqual([999, 749, 500, 250]);
  expect(spaceSolverTimesteps({ ...grid, spacing: "leading", steps: 4, offset: 1 })).toEqual([
    801, 601, 401, 201,
  ]);
  expect(spaceSolverTimesteps({ ...grid, spacing: "linspace", steps: 4 }, 961)).toEqual([960, 720, 480, 240]);
});

test("leading spacing needs room for the step that solvers leave out", () => {
  expect(() => spaceSolverTimesteps({ ...grid, spacing: "leading", steps: 1000 })).toThrow(
    /cannot take 1000 steps/,
  );
});

test("halves are rounded to even", () => {
  expect([0.5, 1.5, 2.5, 2.4, 2.6, -1.5].map(roundHalfEven)).toEqual([0, 2, 2, 2, 3, -2]);
});
