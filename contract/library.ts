/** The library's items: what a list shows of them, what one of them is in full, and how they are asked for. */
import { z } from "zod";
import { DraftRequest } from "./draft.ts";
import { WireProblem } from "./problem.ts";
import { Look } from "./scenery.ts";
import { Storyboard } from "./storyboard.ts";

export const ITEM_KINDS = ["generation", "video", "audio", "picture"] as const;
/** A generation was drafted here; the others were imported. */
export const ItemKind = z.enum(ITEM_KINDS);
export type ItemKind = z.infer<typeof ItemKind>;

export const MAX_RATING = 5;
export const MAX_PAGE = 500;
/** A dropped file comes in pieces of so many bytes. */
export const UPLOAD_CHUNK = 4 * 2 ** 20;
export const MAX_TAG_CHARACTERS = 60;
/** The most items that are named one by one; more are chosen by a query. */
export const MAX_NAMED = 10_000;

/** A UUID of ours. */
export const ItemId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const TagName = z.string().trim().min(1).max(MAX_TAG_CHARACTERS);
export const CollectionName = z.string().trim().min(1).max(120);
export const Rating = z.int().min(0).max(MAX_RATING);

/** Which items, and in which order. What is left out does not narrow. */
export const LibraryQuery = z.strictObject({
  place: z.enum(["library", "trash"]).default("library"),
  order: z.enum(["newest", "oldest"]).default("newest"),
  /** Words of prompts, storyboards, names and tags; all of them, the last letters being open. */
  search: z.string().max(500).optional(),
  /** Made in [from, to), milliseconds since 1970. */
  from: z.int().min(0).optional(),
  to: z.int().min(0).optional(),
  kinds: z.array(ItemKind).max(ITEM_KINDS.length).optional(),
  looks: z.array(Look).max(20).optional(),
  packs: z.array(z.string().max(200)).max(50).optional(),
  /** At least so many stars. */
  rating: Rating.optional(),
  /** All of them. */
  tags: z.array(TagName).max(20).optional(),
  collection: ItemId.optional(),
  /** Any of them. */
  cameos: z.array(ItemId).max(50).optional(),
  /** Everything that was made from this item, at any remove. */
  descendantsOf: ItemId.optional(),
});
export type LibraryQuery = z.output<typeof LibraryQuery>;

/** Items to do something with: named, or all of a query but some. */
export const Selection = z.union([
  z.strictObject({ ids: z.array(ItemId).min(1).max(MAX_NAMED) }),
  z.strictObject({ query: LibraryQuery, except: z.array(ItemId).max(MAX_NAMED).default([]) }),
]);
export type Selection = z.output<typeof Selection>;

export const ItemRow = z.object({
  id: ItemId,
  kind: ItemKind,
  createdAt: z.number(),
  /** The prompt, or the name of an imported file. */
  title: z.string(),
  rating: z.number(),
  /** Null where there is none: of pictures, or of sound. */
  seconds: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  look: Look.nullable(),
  pack: z.string().nullable(),
  trashedAt: z.number().nullable(),
});
export type ItemRow = z.infer<typeof ItemRow>;

export const ItemPage = z.object({
  rows: z.array(ItemRow),
  /** Of the whole query. */
  total: z.number(),
});
export type ItemPage = z.infer<typeof ItemPage>;

export const Counted = z.object({ value: z.string(), count: z.number() });
export const Collection = z.object({ id: ItemId, name: z.string(), count: z.number() });
export type Collection = z.infer<typeof Collection>;

/** What the library can be narrowed by, with how many items each leaves. */
export const Facets = z.object({
  total: z.number(),
  trash: z.number(),
  kinds: z.array(Counted),
  looks: z.array(Counted),
  packs: z.array(Counted),
  /** Each number of stars alone. */
  ratings: z.array(Counted),
  tags: z.array(Counted),
  collections: z.array(Collection),
  cameos: z.array(Collection),
});
export type Facets = z.infer<typeof Facets>;

export const ItemFile = z.object({
  /** "clip", "master", "stem:music", "init"; of what was imported, "original" and "proxy". */
  role: z.string(),
  /** Where the window finds it: "media/<sha256>.mp4". */
  url: z.string(),
  bytes: z.number(),
});
export type ItemFile = z.infer<typeof ItemFile>;

/** How far a proxy is, where a browser cannot play the original. */
export const ProxyState = z.enum(["unneeded", "waiting", "made", "failed"]);
export type ProxyState = z.infer<typeof ProxyState>;

export const ItemDetails = ItemRow.extend({
  parent: z.string().nullable(),
  tags: z.array(z.string()),
  collections: z.array(ItemId),
  files: z.array(ItemFile),
  /** What to play or show, null while its proxy is being made. */
  url: z.string().nullable(),
  generation: z
    .object({
      request: DraftRequest,
      storyboard: Storyboard,
      timings: z.record(z.string(), z.number()),
      inferenceMs: z.number(),
      packHash: z.string(),
      provider: z.string(),
    })
    .nullable(),
  imported: z
    .object({
      fileName: z.string(),
      container: z.string(),
      videoCodec: z.string().nullable(),
      audioCodec: z.string().nullable(),
      fps: z.number().nullable(),
      sampleRate: z.number().nullable(),
      channels: z.number().nullable(),
      proxy: ProxyState,
      prompt: z.string().nullable(),
      /** Where it was before: "sora". */
      origin: z.string().nullable(),
      originId: z.string().nullable(),
    })
    .nullable(),
});
export type ItemDetails = z.infer<typeof ItemDetails>;

/** One item of a lineage; an erased one keeps its place only. */
export const LineageNode = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  state: z.enum(["here", "trash", "erased"]),
  kind: ItemKind,
  createdAt: z.number(),
  title: z.string(),
});
export type LineageNode = z.infer<typeof LineageNode>;

/** What a change did, and the token that takes it back; null when nothing changed or it cannot be undone. */
export const Changed = z.object({ changed: z.number(), undo: z.string().nullable() });
export type Changed = z.infer<typeof Changed>;

export const EXPORT_PARTS = ["clip", "master", "stems", "storyboard"] as const;
export const ExportPart = z.enum(EXPORT_PARTS);
export type ExportPart = z.infer<typeof ExportPart>;

/** How clips are exported: as they are, or encoded anew as H.264 or VP9. Pictures and sound stay as they are. */
export const EXPORT_FORMATS = ["original", "mp4", "webm"] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** Long work of the library: imports, exports, copies, proxies. */
export const LibraryTask = z.object({
  id: z.string(),
  kind: z.enum(["import", "sora", "export", "copy", "proxy"]),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  done: z.number(),
  /** Null while they are being counted. */
  total: z.number().nullable(),
  /** Of the one at work, from 0 to 1. */
  fraction: z.number(),
  /** The thing at work: a file or an item; of a copy, the path that it is written to. */
  current: z.string(),
  /** Files that were known already. */
  duplicates: z.number(),
  /** Items that it made, the first few hundred. */
  items: z.array(z.string()),
  problems: z.array(z.object({ subject: z.string(), ...WireProblem.omit({ hint: true }).shape })),
});
export type LibraryTask = z.infer<typeof LibraryTask>;
