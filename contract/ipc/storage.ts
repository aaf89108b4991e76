/** Calls and events about what uses the disk, and where it lies. */
import { z } from "zod";
import { Cleanable, MoveState, Place, StorageReport } from "../storage.ts";
import { call } from "./define.ts";

/** A folder that the user chose in a dialog of ours; null: the studio's own. */
const ChosenFolder = z.string().min(1).max(4096).nullable();

export const STORAGE_CALLS = {
  /** What is wrong with where the places are. */
  "storage.trouble": call(
    z.void(),
    z.object({
      /** Moved places whose folder is not there: a disk that is not connected. */
      missing: z.array(z.object({ place: Place, folder: z.string() })),
      /** The file that says where they are, when it cannot be read: the next start would not know. */
      damaged: z.string().nullable(),
    }),
  ),
  /** Writes that file anew, with the places as they are. */
  "storage.rewritePlaces": call(z.void(), z.void()),
  "storage.report": call(z.void(), StorageReport),
  /** The move that is under way or was stopped; null when there is none. */
  "storage.move": call(z.void(), MoveState.nullable()),
  "storage.startMove": call(z.strictObject({ place: Place, folder: ChosenFolder }), z.void()),
  "storage.stopMove": call(z.void(), z.void()),
  "storage.resumeMove": call(z.void(), z.void()),
  /** Deletes what has been copied: nothing has changed then. */
  "storage.undoMove": call(z.void(), z.void()),
  /** Says where a place is whose disk has another name now. */
  "storage.relocate": call(z.strictObject({ place: Place, folder: ChosenFolder.unwrap() }), z.void()),
  /** Gives a place up that is not there, for an empty one in the studio's own folder. */
  "storage.forget": call(z.strictObject({ place: Place }), z.void()),
  /** Deletes what can be made again and is not in use; gives the bytes that came free. */
  "storage.clean": call(z.strictObject({ kind: Cleanable }), z.object({ bytes: z.number() })),
};

export const STORAGE_EVENTS = {
  "storage.moving": z.object({ move: MoveState.nullable() }),
  /** What uses the disk is to be asked anew. */
  "storage.changed": z.object({}),
};
