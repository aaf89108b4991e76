/** What uses the disk, and where it lies. */
import { z } from "zod";
import { WireProblem } from "./problem.ts";

/** What can lie elsewhere than in the studio's folder. */
export const PLACES = ["media", "packs", "cache"] as const;
export const Place = z.enum(PLACES);
export type Place = z.infer<typeof Place>;

/** Kinds of what is kept, as the user would tell them apart. */
export const USAGE_KINDS = [
  "video",
  "audio",
  "pictures",
  "other-media",
  "trash",
  "proxies",
  "pack",
  "downloads",
  "cache",
  "previews",
  "library",
  "projects",
  "logs",
] as const;
export const UsageKind = z.enum(USAGE_KINDS);
export type UsageKind = z.infer<typeof UsageKind>;

export const Usage = z.object({
  kind: UsageKind,
  /** Which one, of several of a kind: a pack's id. */
  name: z.string(),
  bytes: z.number(),
  files: z.int(),
});
export type Usage = z.infer<typeof Usage>;

export const PlaceState = z.object({
  place: Place,
  folder: z.string(),
  /** Elsewhere than in the studio's folder. */
  moved: z.boolean(),
  state: z.enum(["ok", "missing", "not-writable"]),
  bytes: z.number(),
  /** Of its disk; null when the system does not tell. */
  freeBytes: z.number().nullable(),
  diskBytes: z.number().nullable(),
});
export type PlaceState = z.infer<typeof PlaceState>;

/** A move that is under way, or was broken off. */
export const MoveState = z.object({
  place: Place,
  from: z.string(),
  to: z.string(),
  /** Of one that is "stopped" - by the user, a problem or a crash - nothing is lost: it can go on or be undone. */
  state: z.enum(["running", "stopped"]),
  phase: z.enum(["count", "copy", "switch", "clear"]),
  bytes: z.number(),
  totalBytes: z.number(),
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** Why it stopped, where that was a problem. */
  problem: WireProblem.nullable(),
});
export type MoveState = z.infer<typeof MoveState>;

/** What may be deleted at any time: it costs only the time to make it again, but for the trash, which is gone then. */
export const CLEANABLE = ["trash", "proxies", "cache", "previews", "downloads", "logs"] as const;
export const Cleanable = z.enum(CLEANABLE);
export type Cleanable = z.infer<typeof Cleanable>;

export const StorageReport = z.object({
  root: z.string(),
  usages: z.array(Usage),
  places: z.array(PlaceState),
  /** Of what could be cleaned now: what a draft needs is left out. */
  cleanable: z.array(z.object({ kind: Cleanable, bytes: z.number() })),
});
export type StorageReport = z.infer<typeof StorageReport>;
