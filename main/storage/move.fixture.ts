/** A process that moves a place and tells each step, to be killed in the middle: ROOT PLACE CHOSEN. */
import type { Place } from "#contract/storage.ts";
import { findHome } from "#main/home.ts";
import { Storage } from "./index.ts";

const [root, place, chosen] = process.argv.slice(2) as [string, Place, string];
const storage = new Storage({
  home: findHome({ UNDERSTUDY_HOME: root }),
  requireQuiet: async () => {},
  library: {
    holdings: () => ({ trash: [], proxies: [] }),
    emptyTrash: async () => {},
    clearProxies: async () => {},
  },
  onMove: (move) => process.stdout.write(`${JSON.stringify(move)}\n`),
});
await storage.startMove(place, chosen);
