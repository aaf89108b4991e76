#!/usr/bin/env node
/** Understudy without a window. */
import { enableCompileCache } from "node:module";

// Before anything else is loaded, so that it is kept compiled for the next run.
enableCompileCache();
const { main } = await import("./cli/main.ts");
await main(process.argv.slice(2));
