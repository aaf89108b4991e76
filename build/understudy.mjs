#!/usr/bin/env node
/** The `understudy` program. */
import { runTask } from "./tasks.mjs";

process.exit(await runTask("cli", process.argv.slice(2)));
