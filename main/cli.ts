#!/usr/bin/env node
/** Understudy without a window. */
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Before anything else is loaded, so that it is kept compiled for the next run; in the environment,
// because threads and the engine keep their own modules compiled only when told so there.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "node-compile-cache");
enableCompileCache();
const { main } = await import("./cli/main.ts");
await main(process.argv.slice(2));
