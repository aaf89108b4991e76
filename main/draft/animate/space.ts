/** Where things stand: between plate pixels, frame units and frame pixels. */
import type { Plate } from "#contract/plate.ts";
import { type CameraSetup, type Pose, poseAt, slack, viewOf } from "./camera.ts";

/** One instant of a shot. */
export interface Moment {
  /** Frame within the shot, from 0. */
  readonly frame: number;
  /** Seconds since the shot began. */
  readonly time: number;
  /** Share of the shot that has passed, 0 to 1. */
  readonly t: number;
  readonly pose: Pose;
}

/** Maps plane pixels to frame pixels: frame = scale * plate + (x, y). */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The frame, the plate behind it and the camera between them. */
export class Space {
  /** Frame size in pixels. */
  readonly width: number;
  readonly height: number;
  readonly aspect: number;
  readonly plate: Plate;
  readonly camera: CameraSetup;
  readonly fps: number;
  readonly frames: number;
  /** Frame pixels per plate pixel at rest. */
  readonly pixelScale: number;

  constructor(
    frame: { width: number; height: number; fps: number },
    plate: Plate,
    shot: { camera: CameraSetup["move"]; frames: number; phase: number },
  ) {
    this.width = frame.width;
    this.height = frame.height;
    this.aspect = frame.width / frame.height;
    this.fps = frame.fps;
    this.frames = shot.frames;
    this.plate = plate;
    this.pixelScale = (frame.height * plate.overscan) / plate.height;
    // Plates have whole pixels: the room that is really there may be a hair less than the overscan.
    const overscan = Math.max(1, Math.min(plate.overscan, (plate.width * this.pixelScale) / frame.width));
    this.camera = {
      move: shot.camera,
      aspect: this.aspect,
      overscan,
      seconds: shot.frames / frame.fps,
      phase: shot.phase,
    };
  }

  momentOf(frame: number): Moment {
    const t = this.frames > 1 ? frame / (this.frames - 1) : 0;
    return { frame, time: frame / this.fps, t, pose: poseAt(this.camera, t) };
  }

  /** Where the plate's pixel plane at `depth` stands at a moment, moved by (dx, dy) frame units. */
  place(moment: Moment, depth: number, dx = 0, dy = 0): Placement {
    const view = viewOf(moment.pose, depth);
    const scale = view.zoom * this.pixelScale;
    return {
      scale,
      x: this.width / 2 - (scale * this.plate.width) / 2 + (view.x + dx) * this.height,
      y: this.height / 2 - (scale * this.plate.height) / 2 + (view.y + dy) * this.height,
    };
  }

  /** Frame pixels of a point in frame units on the plane at `depth`. */
  project(moment: Moment, depth: number, x: number, y: number): { x: number; y: number; zoom: number } {
    const view = viewOf(moment.pose, depth);
    return {
      x: this.width / 2 + (view.zoom * x + view.x) * this.height,
      y: this.height / 2 + (view.zoom * (y - 0.5) + view.y) * this.height,
      zoom: view.zoom,
    };
  }

  /** Room for a layer's own motion, frame units; a layer that ends before the plate does has no limit. */
  slack(depth: number, cut: { x: boolean; y: boolean }): { x: number; y: number } {
    const free = slack(this.camera, depth);
    // A pixel on each side belongs to the filter.
    const pixel = 1 / this.height;
    return {
      x: cut.x ? Math.max(0, free.x - pixel) : Number.POSITIVE_INFINITY,
      y: cut.y ? Math.max(0, free.y - pixel) : Number.POSITIVE_INFINITY,
    };
  }
}
