/** The library's state, for whoever may not wait for it on the spot. */
import type { SqliteReport } from "#contract/doctor.ts";
import type { Home } from "#main/home.ts";
import { runOnThread } from "#main/thread.ts";

/** Examines SQLite and checks the whole library file, on a thread of its own. */
export function examineLibraryAside(home: Home): Promise<SqliteReport> {
  const { library } = home;
  const script = new URL("./library-worker.ts", import.meta.url);
  return runOnThread<SqliteReport>(script, { library }, new AbortController().signal);
}
