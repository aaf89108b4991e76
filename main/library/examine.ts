/** The state of the library, told without making or changing anything. */
import { existsSync } from "node:fs";
import type { Home } from "#main/home.ts";
import { describeSqlite, inspectDatabase } from "#native/sqlite/index.ts";

export interface LibraryState {
  /** Version of the SQLite library. */
  version: string;
  /** Whether full-text search is compiled in. */
  fts5: boolean;
  /** "absent" before the first draft. */
  library: "absent" | "ok" | "damaged";
  /** Path of the library, or what is wrong with it. */
  detail: string;
}

/** Examines SQLite and checks the whole library file. */
export function examineLibrary(home: Pick<Home, "library">): LibraryState {
  const sqlite = describeSqlite();
  if (!existsSync(home.library)) return { ...sqlite, library: "absent", detail: home.library };
  const [finding] = inspectDatabase(home.library);
  if (finding === undefined) return { ...sqlite, library: "ok", detail: home.library };
  return { ...sqlite, library: "damaged", detail: `${home.library}: ${finding.split("\n")[0]}` };
}
