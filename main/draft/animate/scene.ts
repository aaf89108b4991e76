/** Puts a shot together: every element, far to near, then the light and the finish. */
import type { Shot, SoundEvent } from "#contract/storyboard.ts";
import { createSurface, type Surface } from "#native/canvas/index.ts";
import type { Element } from "./element.ts";
import { finish } from "./finish.ts";
import { cloudShadows, grade } from "./grade.ts";
import { layerElement } from "./layers.ts";
import { life } from "./life/index.ts";
import { lightCourse } from "./light.ts";
import { hash } from "./noise.ts";
import { css } from "./pictures.ts";
import type { LoadedPlate } from "./plate.ts";
import { isBackdrop, type Scenery, windOf } from "./scenery.ts";
import type { FrameSize } from "./size.ts";
import { Space } from "./space.ts";
import { weather } from "./weather/index.ts";

export interface Scene {
  /** Gets what the frame needs and is not in memory; to be awaited before `render`. */
  prepare(frame: number): Promise<unknown>;
  /** Draws frame `frame` of the shot (0 to frames - 1) onto `surface`, opaque. */
  render(surface: Surface, frame: number): void;
}

export interface SceneInput {
  readonly shot: Shot;
  readonly loaded: LoadedPlate;
  readonly frame: FrameSize;
  /** All sounds of the storyboard: thunder and birds are seen as well as heard. */
  readonly sounds: readonly SoundEvent[];
}

/** Builds the elements of a shot; rendering a frame then depends on its number alone. */
export function createScene({ shot, loaded, frame, sounds }: SceneInput): Scene {
  const space = new Space(frame, loaded.plate, {
    camera: shot.camera,
    frames: shot.frames,
    phase: hash(shot.seed, 1) * 2 * Math.PI,
  });
  const scenery: Scenery = {
    shot,
    loaded,
    space,
    light: lightCourse(shot, loaded.plate),
    wind: windOf(shot),
    scratch: createSurface(frame.width, frame.height),
    sounds,
  };
  const elements = elementsOf(scenery);
  const base = css(loaded.plate.light.haze);
  return {
    prepare(index) {
      const moment = space.momentOf(index);
      return Promise.all(elements.map((element) => element.prepare?.(moment)));
    },
    render(surface, index) {
      const { context } = surface;
      const moment = space.momentOf(index);
      context.fillStyle = base;
      context.fillRect(0, 0, frame.width, frame.height);
      for (const element of elements) {
        element.draw(context, moment);
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.globalAlpha = 1;
        context.globalCompositeOperation = "source-over";
        context.imageSmoothingEnabled = true;
      }
    },
  };
}

function elementsOf(scenery: Scenery): Element[] {
  const { layers } = scenery.loaded;
  const air = weather(scenery);
  const alive = life(scenery);
  const firstLand = layers.findIndex((layer) => !isBackdrop(layer));
  const split = firstLand < 0 ? layers.length : firstLand;
  const lastNear = layers.findLastIndex((layer) => layer.depth < 0.75 || isBackdrop(layer)) + 1;
  return [
    ...layers.slice(0, split).map((layer) => layerElement(layer, scenery)),
    ...air.backdrop,
    ...alive.far,
    ...layers.slice(split, Math.max(split, lastNear)).map((layer) => layerElement(layer, scenery)),
    ...cloudShadows(scenery),
    ...air.middle,
    ...layers.slice(Math.max(split, lastNear)).map((layer) => layerElement(layer, scenery)),
    ...alive.near,
    ...grade(scenery),
    ...air.front,
    ...finish(scenery),
  ];
}
