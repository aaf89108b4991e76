/** A program that has an engine do the task of its argument, and prints the engine's process id. */
import { fileURLToPath } from "node:url";
import { startEngine } from "./client.ts";

const entry = fileURLToPath(new URL("./engine.fixture.ts", import.meta.url));
const engine = startEngine({ entry });
await engine.run(
  "read",
  { packDir: "", text: process.argv[2] ?? "", provider: "cpu" },
  { onProgress: () => console.log(engine.pid) },
);
