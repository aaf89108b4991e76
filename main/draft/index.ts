/** Drafts: from a request to a generation in the library. */
export { type EstimateOptions, estimateDraft } from "./estimate/index.ts";
export { type Drafted, type DraftOptions, draft } from "./jobs/draft.ts";
export type { StagePreview, StageProgress } from "./jobs/stages.ts";
export { requirePicture } from "./paint/picture.ts";
