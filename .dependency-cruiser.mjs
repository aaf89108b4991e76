/**
 * The import rules of the house: arrows point one way, and a feature is entered
 * through its front door. docs/architecture.md draws them.
 *
 * `build/check-imports.test.ts` proves with a fixture that each rule fails when it is broken.
 */

/**
 * @param {string} name
 * @param {string} comment
 * @param {import("dependency-cruiser").IRegularForbiddenRuleType["from"]} from
 * @param {import("dependency-cruiser").IRegularForbiddenRuleType["to"]} to
 * @returns {import("dependency-cruiser").IRegularForbiddenRuleType}
 */
const forbid = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    forbid(
      "contract-imports-nothing-of-ours",
      "The contract is the shared language: everything may read it, so it depends on nothing of ours.",
      { path: "^contract/" },
      { path: "^(native|main|preload|renderer|service|build|tests|training)/" },
    ),
    forbid(
      "native-knows-no-domain",
      "native/ wraps binaries with small typed surfaces and no domain words.",
      { path: "^native/" },
      { path: "^(main|preload|renderer|service|build|tests|training)/" },
    ),
    forbid(
      "main-has-no-window",
      "The domain runs without a window: it imports neither the interface nor the tools around it.",
      { path: "^main/" },
      { path: "^(preload|renderer|service|tests|training)/" },
    ),
    forbid(
      "renderer-is-sandboxed",
      "The renderer and its bridge reach the rest through the contract only.",
      { path: "^(renderer|preload)/" },
      { path: "^(native|main|service|build|tests|training)/" },
    ),
    forbid(
      "service-stands-alone",
      "The social service is its own package and shares only the contract.",
      { path: "^service/" },
      { path: "^(native|main|preload|renderer|build|tests|training)/" },
    ),
    forbid(
      "electron-stays-in-the-app",
      "Only main/app and preload know Electron, so that everything else runs without it.",
      { pathNot: "^(main/app|preload|build|tests)/" },
      { path: "^electron$|(^|/)node_modules/electron/" },
    ),
    forbid(
      "native-parts-through-index",
      "A native part is entered through its index.ts; Kysely, slow to load, has a door of its own.",
      { path: "^(native/[^/]+|main|preload|renderer|service|build|tests|training)/" },
      {
        path: "^native/[^/]+/",
        pathNot: ["^native/[^/]+/index\\.ts$", "^native/sqlite/kysely\\.ts$", "^$1/"],
      },
    ),
    forbid(
      "features-through-index",
      "A feature of main/ is entered from another feature through its index.ts.",
      { path: "^(main/[^/]+)/" },
      { path: "^main/[^/]+/", pathNot: ["^main/[^/]+/index\\.ts$", "^$1/"] },
    ),
    forbid(
      "onnxruntime-through-one-door",
      "native/onnx/onnxruntime.ts switches off what onnxruntime would send.",
      { pathNot: "^native/onnx/onnxruntime(\\.test)?\\.ts$" },
      { path: "(^|/)node_modules/onnxruntime-node/" },
    ),
    forbid(
      "no-cycles",
      "Modules that need each other are one module, or lack a third.",
      {},
      { circular: true },
    ),
    forbid("no-unresolved", "An import must lead somewhere.", {}, { couldNotResolve: true }),
  ],
  options: {
    // TypeScript 7 has no compiler API for JavaScript; swc reads the syntax, type-only imports included.
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(tests/fixtures|training/.+/work)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
    },
  },
};
