/**
 * A problem that the user can understand: what is wrong, where, and what to do.
 * Everything that can go wrong with input, files, packs or the machine is
 * thrown as one of these; any other error is a fault of ours.
 */
import { z } from "zod";
import { ReasonText } from "./reason.ts";

export const PROBLEM_CODES = [
  "bad-input", // the request cannot be met as written
  "not-found", // no such pack, generation, file
  "corrupt-library",
  "corrupt-pack",
  "corrupt-media",
  "failed-check", // what we made is not what was promised
  "no-space",
  "not-writable",
  "unreachable", // a server that does not answer, or breaks off
  "missing-tool", // ffmpeg, a system library
  "provider-unavailable",
  "no-memory", // of the machine or of its graphics device
  "engine-crashed",
  "cancelled",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/**
 * Problems that the window tells in its own words, in every language: `problems.json` of each language has
 * `texts.KEY.message` and `texts.KEY.hint`. Where a problem has none of these, the window tells its code's.
 */
export const PROBLEM_TEXTS = [
  "prompt-empty",
  "prompt-long",
  "disk-full",
  "room-needed",
  "folder-not-writable",
  "file-not-writable",
  "library-damaged",
  "library-later",
  "library-locked",
  "start-gone",
  "engine-crashed",
  "memory-needed",
  "memory-ran-out",
  "provider-broken",
  "provider-lacks-operators",
  "encoder-broken",
  "ffmpeg-missing",
  "media-unreadable",
  "picture-too-large",
  "picture-size",
  "pack-missing",
  "pack-damaged",
  "pack-not-painting",
  "pack-exists",
  "pack-in-use",
  "pack-built-in",
  "pack-id",
  "pack-source-missing",
  "pack-pickle",
  "pack-unsafe",
  "pack-kind-unclear",
  "pack-kind-unknown",
  "pack-not-onnx",
  "pack-several-graphs",
  "pack-transformer",
  "pack-incomplete",
  "pack-does-not-run",
  "hub-unreachable",
  "hub-status",
  "hub-no-access",
  "hub-unknown",
  "hub-not-a-hub",
  "hub-token",
  "download-damaged",
  "download-busy",
  "place-missing",
  "place-busy",
  "place-same",
  "place-inside",
  "place-occupied",
  "drafts-running",
  "copy-into-studio",
  "name-too-long",
  "nothing-shows-files",
  "nothing-opens-links",
  "updates-address",
  "updates-nowhere",
  "updates-unreachable",
  "start-no-picture",
  "pack-breaks-there",
  "ffmpeg-lacks",
  "encoded-in-software",
  "part-broken",
  "disk-low",
  "no-room-here",
  "library-broken",
  "library-damaged-alone",
  "backup-missing",
  "backup-damaged",
  "places-damaged",
  "path-not-chosen",
  "dialog-broken",
  "link-refused",
  "pack-no-start",
  "steps-most",
  "steps-fewest",
  "strength-none",
  "check-failed",
  "file-gone",
  "item-gone",
  "collection-gone",
  "undo-gone",
  "upload-gone",
  "draft-gone",
  "move-gone",
  "operation-gone",
  "sora-no-video",
  "sora-file-missing",
  "sora-list-unreadable",
  "packs-many",
  "pack-many-files",
  "pack-lfs",
  "pack-kind-other",
  "hub-address",
] as const;
export type ProblemTextKey = (typeof PROBLEM_TEXTS)[number];

/** Which of the window's texts tells a problem, and what goes into it. */
export const ProblemText = z.object({
  key: z.enum(PROBLEM_TEXTS),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What stands for `{{reason}}` where the window has words of its own for that, too. */
  reason: ReasonText.optional(),
});
export type ProblemText = z.infer<typeof ProblemText>;

/** What a problem is, without the error around it: as it goes from process to process. */
export interface ProblemFields {
  code: ProblemCode;
  message: string;
  hint: string;
  text?: ProblemText | undefined;
}

/** A problem on its way to the window, where a fault of ours has a code of its own, too. */
export const WireProblem = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  text: ProblemText.optional(),
});
export type WireProblem = z.infer<typeof WireProblem>;

export interface ProblemOptions extends ErrorOptions {
  /** For the window; `values` may be left out. */
  text?: { key: ProblemTextKey; values?: ProblemText["values"]; reason?: ReasonText | undefined } | undefined;
}

export class Problem extends Error {
  readonly code: ProblemCode;
  /** What to do about it, a sentence. */
  readonly hint: string;
  readonly text: ProblemText | undefined;

  constructor(code: ProblemCode, message: string, hint: string, { text, ...options }: ProblemOptions = {}) {
    super(message, options);
    this.name = "Problem";
    this.code = code;
    this.hint = hint;
    this.text = text && {
      ...{ key: text.key, values: text.values ?? {} },
      ...(text.reason && { reason: text.reason }),
    };
  }

  /** The problem that another process or thread told of. */
  static from({ code, message, hint, text }: ProblemFields): Problem {
    return new Problem(code, message, hint, { text });
  }

  /** To be sent to another process or thread, where it becomes a problem again by `Problem.from`. */
  get fields(): ProblemFields {
    const { code, message, hint, text } = this;
    return { code, message, hint, ...(text && { text }) };
  }
}
