/** Calls and events about packs. */
import { z } from "zod";
import { PackOperation, PackWish } from "../operation.ts";
import { PackCard, PackKind, PackProvider, PackSpeed } from "../pack.ts";
import { call } from "./define.ts";

const PackId = z.string().min(1).max(100);
const OperationId = z.string().min(1).max(40);

/** A pack in the list. */
export const PackSummary = z.object({
  id: z.string(),
  name: z.string(),
  builtIn: z.boolean(),
  /** null when the card cannot be read. */
  kind: PackKind.nullable(),
  family: z.string().nullable(),
  bytes: z.number().nullable(),
  licence: z.string().nullable(),
  /** The least memory that it works with, and with every part loaded. */
  leastMemory: z.number().nullable(),
  wholeMemory: z.number().nullable(),
  speed: PackSpeed.nullable(),
  /** Used in a folder of the user's own. */
  inPlace: z.boolean(),
  /** What is wrong with card or folder; empty when nothing is. */
  damage: z.string(),
  /** Why it cannot run here, by the providers of this machine; empty when it can. */
  cannotRun: z.array(PackProvider),
});
export type PackSummary = z.infer<typeof PackSummary>;

export const UnfinishedDownload = z.object({
  key: z.string(),
  source: z.string(),
  commit: z.string(),
  bytes: z.number(),
  /** Of these, what has arrived. */
  arrived: z.number(),
  /** What to ask for, so that it goes on. */
  wish: PackWish,
});
export type UnfinishedDownload = z.infer<typeof UnfinishedDownload>;

export const PackDetail = z.object({
  summary: PackSummary,
  card: PackCard.omit({ files: true }),
  files: z.int(),
  folder: z.string(),
  providers: z.array(PackProvider),
  licenceText: z.string().nullable(),
});
export type PackDetail = z.infer<typeof PackDetail>;

export const PACKS_CALLS = {
  "packs.list": call(
    z.void(),
    z.object({ packs: z.array(PackSummary), downloads: z.array(UnfinishedDownload) }),
  ),
  "packs.get": call(z.strictObject({ id: PackId }), PackDetail),
  /** Puts it behind what is being added already; gives the operation's id. */
  "packs.add": call(PackWish, z.object({ operation: z.string() })),
  "packs.verify": call(z.strictObject({ id: PackId }), z.object({ operation: z.string() })),
  "packs.operations": call(z.void(), z.array(PackOperation)),
  "packs.pause": call(z.strictObject({ operation: OperationId }), z.void()),
  "packs.resume": call(z.strictObject({ operation: OperationId }), z.void()),
  /** Ends it, and deletes what has arrived. */
  "packs.cancel": call(z.strictObject({ operation: OperationId }), z.void()),
  /** Takes an operation that has ended off the list. */
  "packs.dismiss": call(z.strictObject({ operation: OperationId }), z.void()),
  /** `kept`: the folder whose files stay, for a pack that was used where it is. */
  "packs.remove": call(z.strictObject({ id: PackId }), z.object({ kept: z.string().nullable() })),
};

export const PACKS_EVENTS = {
  /** A pack or download came or went. */
  "packs.changed": z.object({}),
  "packs.progress": z.object({ operations: z.array(PackOperation) }),
};
