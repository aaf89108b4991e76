/**
 * What every stage of a draft is: a function from a JSON input to a JSON
 * output plus files in its own folder. The pipeline runs a stage only when no
 * finished folder exists for the hash of its name, version and input.
 */
import type { Preview } from "#contract/engine.ts";
import type { Engine } from "#main/inference/index.ts";

export interface StageContext {
  /** A fresh folder for the stage's files; becomes the cached result when the stage returns. */
  dir: string;
  engine: Engine;
  signal: AbortSignal;
  /** `fraction` runs from 0 to 1. */
  progress(fraction: number): void;
  /** Shows a picture that is finished before the stage is. */
  preview(frame: Preview): void;
  /** Where somebody looks on: shows a picture of the clip itself, a few a second at most. */
  onFrame?: ((frame: DrawnFrame) => void) | undefined;
}

/** A picture of the clip as it will be. */
export interface DrawnFrame {
  /** Number of the clip's frame. */
  frame: number;
  width: number;
  height: number;
  /** Rows of opaque RGBA, one byte a channel; only valid while the listener runs. */
  rgba: Uint8Array;
}

export type StageFunction<Input, Output> = (input: Input, context: StageContext) => Promise<Output>;
