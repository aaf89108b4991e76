/** Loaded first in a utility process: gives it the `process.parentPort` that Electron gives. */
import { EventEmitter } from "node:events";

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    if (process.connected) process.send?.(message, undefined, undefined, () => {});
  }
}

const port = new ParentPort();
process.on("message", (data) => port.emit("message", { data, ports: [] }));
process.once("disconnect", () => process.exit());
Object.defineProperty(process, "parentPort", { value: port });
