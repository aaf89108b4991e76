/** Checks the library on a thread of its own: a large one takes seconds. */
import type { Home } from "#main/home.ts";
import { examineLibrary } from "#main/library/index.ts";
import { serveThread } from "#main/thread.ts";

await serveThread(async (home: Pick<Home, "library">) => examineLibrary(home));
