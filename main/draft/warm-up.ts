/** What a draft needs after its plan and can have ready by then: the plan waits for the engine, other cores do not. */
import { findFfmpeg } from "#native/ffmpeg/index.ts";

/** Starts threads and loads modules of later stages. A failure is told by the stage that then tries itself. */
export function warmUp(): void {
  const parts = [
    import("./score/index.ts").then((score) => score.warmUp()),
    import("./animate/index.ts").then((animate) => animate.warmUp()),
    findFfmpeg(),
    import("./mix/index.ts"),
    import("./check/index.ts"),
  ];
  for (const part of parts) part.catch(() => {});
}
