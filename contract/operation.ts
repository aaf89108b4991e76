/** Long work on packs that the window watches: adding one, or reading all of its files again. */
import { z } from "zod";
import { PackKind } from "./pack.ts";
import { WireProblem } from "./problem.ts";

export const PackOperationState = z.enum(["waiting", "running", "paused", "done", "failed", "cancelled"]);
export type PackOperationState = z.infer<typeof PackOperationState>;

export const PACK_PHASES = ["waiting", "look", "unpack", "download", "copy", "try", "check"] as const;
export const PackPhase = z.enum(PACK_PHASES);
export type PackPhase = z.infer<typeof PackPhase>;

/** How to add a pack; see docs/packs.md. */
export const PackWish = z.strictObject({
  /** A folder, a .zip or .onnx file that the user chose or dropped, or "hf:owner/name" of the hub. */
  source: z.string().trim().min(1).max(4096),
  id: z.string().min(1).max(64).optional(),
  copy: z.boolean().optional(),
  kind: PackKind.optional(),
  near: z.enum(["large", "small"]).optional(),
  revision: z.string().min(1).max(200).optional(),
});
export type PackWish = z.infer<typeof PackWish>;

export const PackOperation = z.object({
  id: z.string(),
  type: z.enum(["add", "verify"]),
  /** Where the pack comes from, or the id of the one that is verified. */
  subject: z.string(),
  /** What was asked for, so that it can be asked again with a change; null for a check. */
  wish: PackWish.nullable(),
  state: PackOperationState,
  phase: PackPhase,
  /** Of the phase, 0 to 1. */
  fraction: z.number().min(0).max(1),
  /** The file in work. */
  detail: z.string(),
  /** Of the phase, where it counts bytes. */
  bytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** A download can be paused: what has arrived stays. */
  canPause: z.boolean(),
  /** The pack that was added; what a check found wrong. */
  pack: z.string().nullable(),
  broken: z.array(z.object({ file: z.string(), reason: z.string() })),
  problem: WireProblem.nullable(),
});
export type PackOperation = z.infer<typeof PackOperation>;
