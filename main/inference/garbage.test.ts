import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { freeArrays } from "./garbage.ts";

const MEGABYTE = 2 ** 20;

/** Arrays of 40 MB together that nobody holds once this function has returned. */
function garbage(): WeakRef<Float32Array>[] {
  return Array.from({ length: 40 }, () => new WeakRef(new Float32Array(MEGABYTE / 4)));
}

test("gives back what nobody holds any more, and leaves what somebody does", async () => {
  const held = new WeakRef(new Float32Array(8 * MEGABYTE));
  const holder = held.deref();
  const arrays = garbage();
  const left = () => arrays.filter((array) => array.deref() !== undefined).length;
  // What a WeakRef was asked for, or made of, lives to the end of the turn.
  await turn();
  freeArrays();
  expect(left()).toBe(0);
  expect(held.deref()).toBe(holder);
});
