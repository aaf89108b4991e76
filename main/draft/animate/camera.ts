/**
 * The camera: a pure function from a move and a moment to where each layer stands.
 *
 * A move has a turn and a lens, which act on all layers alike, and a travel and a
 * dolly, which act in proportion to a layer's depth: that difference is parallax.
 * Shifts are in frame units (1 = the frame's height).
 */
import type { CameraMove } from "#contract/scenery.ts";
import { clamp, travel as ease, mix, wander } from "./easing.ts";

export interface Pose {
  readonly turnX: number;
  readonly turnY: number;
  readonly travelX: number;
  readonly travelY: number;
  /** Zoom of every layer. */
  readonly lens: number;
  /** Further zoom of the nearest plane: a layer's zoom is lens * (1 + dolly * depth). */
  readonly dolly: number;
}

export interface CameraSetup {
  readonly move: CameraMove;
  /** Frame width over height. */
  readonly aspect: number;
  /** How far the plate reaches beyond the frame, >= 1. */
  readonly overscan: number;
  /** Length of the shot, seconds. */
  readonly seconds: number;
  /** Phase of the breathing, radians. */
  readonly phase: number;
}

/** Share of the room beyond the frame that the camera may use; the rest is for the layers' own motion. */
const CAMERA_SHARE = 0.72;
/**
 * Zoom at rest. At exactly 1 a slow shift would blur and sharpen the whole picture at once, as its
 * pixels fall between and onto those of the plate; a little more spreads that over the frame unseen.
 */
const AT_REST = 1.015;
/** Room that a push starts with, as a share of the overscan beyond 1: it begins wider than the frame. */
const WIDER = 0.45;

/** How far a layer at the given zoom reaches beyond the frame on each side, frame units of the height. */
export function room(overscan: number, zoom: number): number {
  return Math.max(0, (overscan * zoom - 1) / 2);
}

/** Where the camera stands at `t` (0 to 1 of the shot) and `time` (seconds since its start). */
export function poseAt(setup: CameraSetup, t: number): Pose {
  const { move, aspect, overscan, seconds, phase } = setup;
  const time = t * seconds;
  const p = ease(t);
  /** Short shots move less, so that no move is a whip. */
  const pace = clamp(0.2 + seconds / 8, 0, 1);
  /** A tilt has little room in a wide frame: a slightly longer lens makes some. */
  const tilting = move === "tilt-up" || move === "tilt-down";
  const still = tilting ? clamp((2 * 0.12 + 1) / overscan, AT_REST, 1.06) : AT_REST;
  const a = CAMERA_SHARE * room(overscan, still) * pace;

  // A tripod on soil or a hand that holds its breath: a pixel or so.
  const breath = Math.min(0.0035, 0.08 * a);
  let turnX = breath * wander(time, 9.1, phase);
  let turnY = breath * wander(time, 7.3, phase + 2);
  let travelX = breath * wander(time, 11.7, phase + 4);
  let travelY = 0;
  let lens = still;
  let dolly = 0;
  const sweep = (0.92 - 2 * p * 0.92) * a; // from +0.92 a to -0.92 a; the rest is for the breath
  switch (move) {
    case "static":
      lens = still + 0.012 * p * pace;
      dolly = 0.012 * p * pace;
      break;
    case "pan-left":
    case "pan-right": {
      const x = (move === "pan-left" ? sweep : -sweep) * aspect;
      turnX += 0.55 * x;
      travelX = 0.45 * x;
      break;
    }
    case "tilt-up":
    case "tilt-down": {
      const y = move === "tilt-up" ? sweep : -sweep;
      turnY += 0.7 * y;
      travelY += 0.3 * y;
      break;
    }
    case "push":
    case "pull": {
      const q = move === "push" ? p : 1 - p;
      const wide = 1 - WIDER * (1 - 1 / overscan);
      const from = mix(1, wide, pace);
      lens = mix(from, 1 + 0.05 * pace, q);
      dolly = 0.1 * pace * q;
      break;
    }
    case "orbit": {
      // The pivot is in the middle ground: what is behind it goes one way, what is before it the other.
      const pivot = 0.4;
      const x = (sweep * aspect) / (1 - pivot);
      travelX = x;
      turnX -= pivot * x;
      lens = still + 0.02 * pace * p;
      dolly = 0.03 * pace * p;
      break;
    }
  }
  return fit({ turnX, turnY, travelX, travelY, lens, dolly }, aspect, overscan);
}

/** Holds the shifts inside the room of the farthest and the nearest plane: no edge can show. */
function fit(pose: Pose, aspect: number, overscan: number): Pose {
  const limit = CAMERA_SHARE * room(overscan, pose.lens);
  const k = Math.min(
    1,
    limit / Math.max(1e-9, Math.abs(pose.turnY), Math.abs(pose.turnY + pose.travelY)),
    (limit * aspect) / Math.max(1e-9, Math.abs(pose.turnX), Math.abs(pose.turnX + pose.travelX)),
  );
  if (k === 1) return pose;
  return {
    ...pose,
    turnX: pose.turnX * k,
    turnY: pose.turnY * k,
    travelX: pose.travelX * k,
    travelY: pose.travelY * k,
  };
}

/** What the camera does to one layer: zoom about the frame's centre, then a shift. */
export interface View {
  readonly zoom: number;
  /** Shift of the picture, frame units; positive is right and down. */
  readonly x: number;
  readonly y: number;
}

/** The view of the plane at `depth` (0 = infinity, 1 = nearest). */
export function viewOf(pose: Pose, depth: number): View {
  return {
    zoom: pose.lens * (1 + pose.dolly * depth),
    x: -(pose.turnX + pose.travelX * depth),
    y: -(pose.turnY + pose.travelY * depth),
  };
}

/**
 * How much further than the camera takes it a layer may move by itself, on each axis,
 * at any time of the shot, without showing its edge; frame units.
 */
export function slack(setup: CameraSetup, depth: number): { x: number; y: number } {
  let x = Number.POSITIVE_INFINITY;
  let y = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= 60; i++) {
    const view = viewOf(poseAt(setup, i / 60), depth);
    const free = room(setup.overscan, view.zoom);
    x = Math.min(x, free * setup.aspect - Math.abs(view.x));
    y = Math.min(y, free - Math.abs(view.y));
  }
  return { x: Math.max(0, x), y: Math.max(0, y) };
}
