/**
 * A problem that the user can understand: what is wrong, where, and what to do.
 * Everything that can go wrong with input, files, packs or the machine is
 * thrown as one of these; any other error is a fault of ours.
 */
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

export class Problem extends Error {
  readonly code: ProblemCode;
  /** What to do about it, a sentence. */
  readonly hint: string;

  constructor(code: ProblemCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Problem";
    this.code = code;
    this.hint = hint;
  }
}
