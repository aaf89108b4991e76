/** Calls and events about the library: lists, changes of many items, imports and exports. */
import { z } from "zod";
import {
  Changed,
  Collection,
  CollectionName,
  ExportFormat,
  ExportPart,
  Facets,
  ItemDetails,
  ItemId,
  ItemPage,
  LibraryQuery,
  LibraryTask,
  LineageNode,
  MAX_NAMED,
  MAX_PAGE,
  Rating,
  Selection,
  TagName,
  UPLOAD_CHUNK,
} from "../library.ts";
import { call } from "./define.ts";

const span = { query: LibraryQuery, offset: z.int().min(0) };
const path = z.string().min(1).max(4096);

export const LIBRARY_CALLS = {
  "library.page": call(z.strictObject({ ...span, limit: z.int().min(1).max(MAX_PAGE) }), ItemPage),
  "library.ids": call(z.strictObject({ ...span, limit: z.int().min(1).max(MAX_NAMED) }), z.array(ItemId)),
  /** Where an item stands in a query; null when it is not in it. */
  "library.offsetOf": call(z.strictObject({ query: LibraryQuery, id: ItemId }), z.number().nullable()),
  "library.facets": call(z.void(), Facets),
  "library.item": call(z.strictObject({ id: ItemId }), ItemDetails),
  "library.lineage": call(z.strictObject({ id: ItemId }), z.array(LineageNode)),

  "library.rate": call(z.strictObject({ selection: Selection, rating: Rating }), Changed),
  "library.tag": call(
    z.strictObject({
      selection: Selection,
      add: z.array(TagName).max(20).default([]),
      remove: z.array(TagName).max(20).default([]),
    }),
    Changed,
  ),
  "library.collect": call(
    z.strictObject({ selection: Selection, collection: ItemId, present: z.boolean() }),
    Changed,
  ),
  "library.trash": call(z.strictObject({ selection: Selection }), Changed),
  "library.restore": call(z.strictObject({ selection: Selection }), Changed),
  /** Erases for good what is in the trash; tells how many. */
  "library.erase": call(z.strictObject({ selection: Selection }), z.number()),
  "library.emptyTrash": call(z.void(), z.number()),
  "library.undo": call(z.strictObject({ token: ItemId }), z.number()),

  "library.createCollection": call(z.strictObject({ name: CollectionName }), Collection),
  "library.renameCollection": call(z.strictObject({ id: ItemId, name: CollectionName }), z.void()),
  "library.removeCollection": call(z.strictObject({ id: ItemId }), Changed),

  /** Imports files that the user chose or dropped; gives the task. */
  "library.import": call(z.strictObject({ paths: z.array(path).min(1).max(10_000) }), LibraryTask),
  /** Receives a file that was dropped or pasted, piece by piece. */
  "library.beginUpload": call(z.strictObject({ name: z.string().max(1000) }), ItemId),
  "library.appendUpload": call(
    z.strictObject({
      id: ItemId,
      bytes: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= UPLOAD_CHUNK),
    }),
    z.void(),
  ),
  "library.importUploads": call(z.strictObject({ uploads: z.array(ItemId).min(1).max(10_000) }), LibraryTask),
  /** Imports a folder that a backup tool of Sora wrote. */
  "library.importSora": call(z.strictObject({ folder: path }), LibraryTask),
  "library.export": call(
    z.strictObject({
      selection: Selection,
      parts: z.array(ExportPart).min(1).max(4),
      format: ExportFormat.default("original"),
      folder: path,
      /** Names of the files: {date}, {time}, {title}, {seed}, {id}. */
      pattern: z.string().trim().min(1).max(200),
    }),
    LibraryTask,
  ),
  /** Copies an item's file to a path that the user chose, over what is there; resolves when that is done. */
  "library.saveCopy": call(z.strictObject({ id: ItemId, path }), z.void()),
  /** Shows an item's file in the system's file manager. */
  "library.reveal": call(z.strictObject({ id: ItemId }), z.void()),
  "library.tasks": call(z.void(), z.array(LibraryTask)),
  "library.cancelTask": call(z.strictObject({ id: ItemId }), z.void()),
  /** Forgets the tasks that have ended. */
  "library.clearTasks": call(z.void(), z.void()),
};

export const LIBRARY_EVENTS = {
  /** Items were added, changed or removed. */
  "library.changed": z.object({}),
  "library.task": LibraryTask,
};
