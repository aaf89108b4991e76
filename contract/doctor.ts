/** What the doctor tells: one document, for people as a table and for programs as JSON. */
import { z } from "zod";
import { Provider } from "./draft.ts";
import { ProviderStatus } from "./engine.ts";
import { EncoderStatus } from "./machine.ts";
import { WireProblem } from "./problem.ts";

export const SqliteReport = z.object({
  /** Version of the SQLite library. */
  version: z.string(),
  /** Whether full-text search is compiled in. */
  fts5: z.boolean(),
  /** "absent" before the first draft. */
  library: z.enum(["absent", "ok", "damaged"]),
  /** Path of the library, or what is wrong with it. */
  detail: z.string(),
});
export type SqliteReport = z.infer<typeof SqliteReport>;

export const PackReport = z.object({
  id: z.string(),
  name: z.string(),
  ok: z.boolean(),
  /** What is wrong with it; empty when it is whole. */
  detail: z.string(),
});
export type PackReport = z.infer<typeof PackReport>;

/** Something that was looked for: where it is, or what is to be done about it. */
const Found = z.object({ found: z.boolean(), detail: z.string() });
export type Found = z.infer<typeof Found>;

export const DoctorReport = z.object({
  system: z.object({
    platform: z.string(),
    node: z.string(),
    cpu: z.string(),
    threads: z.int(),
    memoryBytes: z.number(),
  }),
  home: z.object({ path: z.string(), freeBytes: z.number().nullable() }),
  onnxruntime: z.string(),
  providers: z.array(ProviderStatus),
  /** What a draft uses unless it is told otherwise, and why; null when nothing works. */
  choice: z.object({ provider: Provider, why: z.string() }).nullable(),
  /** null when there is no ffmpeg that runs. */
  ffmpeg: z
    .object({
      path: z.string(),
      source: z.string(),
      version: z.string(),
      encoders: z.array(EncoderStatus),
    })
    .nullable(),
  /** null when SQLite cannot be loaded. */
  sqlite: SqliteReport.nullable(),
  electron: Found,
  chromium: Found,
  packs: z.array(PackReport),
  /** What keeps the studio from working, and what to do about it; empty when all is well. */
  problems: z.array(WireProblem),
});
export type DoctorReport = z.infer<typeof DoctorReport>;
