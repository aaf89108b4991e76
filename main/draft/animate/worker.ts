/** A rendering thread: draws the frames that it is told to, one a message. */
import { parentPort } from "node:worker_threads";
import { Problem } from "#contract/problem.ts";
import { createSurface, readPixels } from "#native/canvas/index.ts";
import type { FrameOrder, FrameReport, WorkerSetup } from "./frames.ts";
import { loadPlate } from "./plate.ts";
import { createScene, type Scene } from "./scene.ts";
import { frameOf } from "./size.ts";

const port = parentPort!;

function startDrawing({
  storyboard,
  plates,
  slots,
}: WorkerSetup): (order: FrameOrder) => Promise<FrameReport> {
  const frame = frameOf(storyboard);
  const surface = createSurface(frame.width, frame.height);
  /** The scene of the shot that is being drawn; a shot that is over is let go. */
  let current: { index: number; scene: Scene } | null = null;

  async function sceneOf(index: number): Promise<Scene> {
    if (current?.index !== index) {
      const loaded = await loadPlate(plates[index]!);
      const scene = createScene({ shot: storyboard.shots[index]!, loaded, frame, sounds: storyboard.sounds });
      current = { index, scene };
    }
    return current.scene;
  }

  return async ({ frame: number, slot }) => {
    const index = storyboard.shots.findLastIndex((shot) => shot.start <= number);
    const began = performance.now();
    const scene = await sceneOf(index);
    const inShot = number - storyboard.shots[index]!.start;
    await scene.prepare(inShot);
    const prepared = performance.now();
    scene.render(surface, inShot);
    // Skia draws late: reading makes it draw.
    readPixels(surface, new Uint8Array(slots[slot]!));
    const drawMs = performance.now() - prepared;
    return { type: "done", frame: number, slot, prepareMs: prepared - began, drawMs };
  };
}

let draw: ReturnType<typeof startDrawing>;
// A message a turn of the event loop: that is when the pixels' buffers are given back.
port.on("message", (message: WorkerSetup | FrameOrder) => {
  if (message.type === "setup") {
    draw = startDrawing(message);
    return;
  }
  draw(message).then(
    (report) => port.postMessage(report),
    (error: unknown) => {
      const problem =
        error instanceof Problem ? { code: error.code, message: error.message, hint: error.hint } : null;
      port.postMessage({ type: "failed", problem, error } satisfies FrameReport);
    },
  );
});
