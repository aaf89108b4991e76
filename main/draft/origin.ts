/** What a remix begins with. */
import type { DraftRequest, Init } from "#contract/draft.ts";
import type { Generation } from "#main/library/index.ts";

/** What a request is made of besides what the user says. */
export interface Origin {
  /** Taken where an option is not given. */
  defaults?: Partial<DraftRequest>;
  init?: Init;
  parent?: string;
}

export interface RemixOptions {
  /** The pack to draft with; the parent's when left out. */
  pack?: string | undefined;
  /** The frame of the clip that every shot starts from; the middle of each shot when left out. */
  frame?: number | undefined;
}

/** What a remix takes from its parent: a frame for each shot, in its middle, where the camera is at rest, and its options. */
export function remixOrigin({ id, request, storyboard, files }: Generation, options: RemixOptions): Origin {
  const { seconds, size, seed, style, pack, steps, guidance, negative } = request;
  const { sha256, extension } = files.find((file) => file.role === "clip")!;
  // How a pack is to be used says nothing to another one.
  const isSamePack = options.pack === undefined || options.pack === pack;
  const tuning = {
    ...(steps !== undefined && { steps }),
    ...(guidance !== undefined && { guidance }),
    ...(negative !== undefined && { negative }),
  };
  const middles = storyboard.shots.map((shot) => shot.start + (shot.frames >> 1));
  return {
    defaults: { seconds, size, seed, pack, ...(style && { style }), ...(isSamePack && tuning) },
    init: {
      sha256,
      extension,
      frames: options.frame === undefined ? middles : [Math.min(options.frame, storyboard.frames - 1)],
    },
    parent: id,
  };
}
