/** Where the program's own assets are: the one place that knows. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// In a packaged program they lie beside the archive, since native code cannot look into it.
const ROOT = fileURLToPath(new URL("../assets/", import.meta.url)).replace(
  /app\.asar(?=[\\/])/,
  "app.asar.unpacked",
);

/** The path of an asset, such as `assetPath("probe", "probe.onnx")`. */
export function assetPath(...names: string[]): string {
  return join(ROOT, ...names);
}
