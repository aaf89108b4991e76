/** `node build/run.mjs TASK [arguments]`: what every npm script of ours runs. */
import { runTask } from "./tasks.mjs";

process.exit(await runTask(process.argv[2], process.argv.slice(3)));
