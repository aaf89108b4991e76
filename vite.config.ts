/**
 * `vite build --app` makes the window's program in dist/: the main process (module by module, as in the source
 * tree), the preload (one file, as the sandbox wants it) and the renderer.
 */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { CALLS, EVENTS } from "./contract/ipc.ts";

const ROOT = fileURLToPath(new URL(".", import.meta.url));
const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Everything that runs as a process or thread of its own, and so is named by path, not imported. */
const MAIN_ENTRIES = [
  "main/app/index",
  "main/engine",
  "main/inference/probe-child",
  "main/inference/watchdog",
  "main/doctor/library-worker",
  "main/draft/animate/worker",
  "main/draft/mix/worker",
  "main/draft/score/worker",
  "main/draft/paint/estimate/worker",
];

/**
 * What is named by `new URL("...", import.meta.url)` moves when it is built: modules end in .js, and assets stay
 * beside dist/, one folder further up.
 */
function builtNames(): Plugin {
  return {
    name: "built-names",
    applyToEnvironment: ({ name }) => name === "main",
    transform: (code) =>
      code.includes("import.meta.url")
        ? code
            .replace(/(new URL\("\.[^"]+)\.ts(", import\.meta\.url\))/g, "$1.js$2")
            .replace(/(new URL\(")((?:\.\.\/)+assets\/[^"]*", import\.meta\.url\))/g, "$1../$2")
        : null,
  };
}

export default defineConfig({
  root: path("renderer"),
  base: "./",
  plugins: [react(), builtNames()],
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) await builder.build(environment);
    },
  },
  environments: {
    client: {
      build: {
        outDir: path("dist/renderer"),
        emptyOutDir: true,
        target: "chrome140",
        // They come from the disk.
        chunkSizeWarningLimit: 1000,
        rolldownOptions: {
          // What workspaces share comes in one piece with the window, not in a dozen.
          output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 2 }] } },
        },
      },
    },
    main: {
      consumer: "server",
      build: {
        ssr: true,
        outDir: path("dist"),
        emptyOutDir: false,
        target: "node24",
        minify: false,
        rolldownOptions: {
          input: Object.fromEntries(MAIN_ENTRIES.map((entry) => [entry, path(`${entry}.ts`)])),
          // Packages stay packages: some are native, and all are installed.
          external: (id) => !/^[./#]|^[A-Z]:\\/.test(id),
          output: {
            format: "es",
            preserveModules: true,
            preserveModulesRoot: ROOT,
            entryFileNames: "[name].js",
          },
        },
      },
    },
    preload: {
      consumer: "server",
      define: {
        CALL_NAMES: JSON.stringify(Object.keys(CALLS)),
        EVENT_NAMES: JSON.stringify(Object.keys(EVENTS)),
      },
      resolve: { noExternal: true, external: ["electron"] },
      build: {
        ssr: true,
        outDir: path("dist/preload"),
        emptyOutDir: true,
        target: "node24",
        minify: false,
        rolldownOptions: {
          input: path("preload/index.ts"),
          external: ["electron"],
          output: { format: "cjs", entryFileNames: "index.cjs", codeSplitting: false },
        },
      },
    },
  },
});
