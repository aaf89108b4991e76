/** Shows the program of a folder on the Chromium host: `node run-on-host.ts FOLDER CHROMIUM`. */
import { runOnChromium } from "../../build/chromium-host/index.ts";

const [root, chromium] = process.argv.slice(2);
await runOnChromium({ root: root!, chromium: chromium! });
