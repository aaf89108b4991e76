/** Drafts: from a request to a generation in the library. */
export { type EstimateOptions, estimateDraft } from "./estimate/index.ts";
export { type Drafted, type DraftOptions, draft } from "./jobs/draft.ts";
export type { StagePreview, StageProgress } from "./jobs/stages.ts";
export { type Origin, remixOrigin } from "./origin.ts";
export type { DrawnFrame } from "./stage.ts";

/** Whether a draft can start from the file: it is there, a picture, and neither too large nor too small. Throws Problem. */
export async function requirePicture(path: string, signal?: AbortSignal): Promise<void> {
  // Most drafts start from no picture, and need nothing that opens one.
  await (await import("./paint/picture.ts")).requirePicture(path, signal);
}
