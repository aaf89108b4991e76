/**
 * The npm packages: installed exactly as the lock file says, with lifecycle
 * scripts off, and never touched again until the lock file changes.
 */
import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { looksOffline, run, SetupError } from "./process.mjs";

/** Raise it when an older set-up's result is no longer good enough. */
const SETUP_VERSION = 1;

/**
 * What a finished set-up found, kept in node_modules so that it goes when they go.
 *
 * @typedef {object} Stamp
 * @property {string} key see `packagesKey`
 * @property {{ path: string, size: number, mtimeMs: number }} [ffmpeg] the binary that was seen to run
 * @property {string[]} [tried] optional downloads that were tried, and need not be again
 */

/** @param {string} root @returns {string} */
const stampPath = (root) => join(root, "node_modules", ".understudy-setup.json");

/** @param {string} path @returns {any} the parsed file; nothing when it is missing or torn */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {string} root @returns {string} a hash of all that decides which packages are installed */
export function packagesKey(root) {
  const hash = createHash("sha256").update(`${SETUP_VERSION} ${process.platform}-${process.arch}`);
  for (const name of ["package.json", "package-lock.json"]) hash.update(readFileSync(join(root, name)));
  return hash.digest("hex");
}

/** @param {string} root @returns {Stamp | undefined} */
export function readStamp(root) {
  return readJson(stampPath(root));
}

/** @param {string} root @param {Stamp} stamp Written to a temporary name, synced and renamed. */
export function writeStamp(root, stamp) {
  const path = stampPath(root);
  const temporary = `${path}.${process.pid}`;
  const file = openSync(temporary, "w");
  writeSync(file, `${JSON.stringify(stamp, null, 2)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
}

/**
 * Whether the packages are there, by the stamp and a look at each direct dependency's folder.
 *
 * @param {string} root
 * @returns {boolean}
 */
export function packagesReady(root) {
  if (readStamp(root)?.key !== packagesKey(root)) return false;
  const { dependencies, devDependencies } = readJson(join(root, "package.json"));
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) =>
    existsSync(join(root, "node_modules", name, "package.json")),
  );
}

/**
 * Whether an installed tree that no stamp vouches for (somebody ran npm by hand) is the lock file's.
 * npm writes `node_modules/.package-lock.json` last, with what it really installed.
 *
 * @param {string} root
 * @returns {boolean}
 */
export function treeMatchesLock(root) {
  const wanted = readJson(join(root, "package-lock.json"))?.packages;
  const installed = readJson(join(root, "node_modules", ".package-lock.json"))?.packages;
  if (!wanted || !installed) return false;
  const paths = Object.keys(wanted).filter((path) => path !== "");
  return (
    Object.keys(installed).every((path) => wanted[path]) &&
    paths.every((path) => {
      const found = installed[path];
      if (!found) return wanted[path].optional === true && !isForThisPlatform(wanted[path]);
      return found.integrity === wanted[path].integrity && existsSync(join(root, path, "package.json"));
    })
  );
}

/**
 * @param {{ os?: string | string[], cpu?: string | string[], libc?: string | string[] }} entry of a lock file
 * @returns {boolean} whether the package holds binaries for this platform
 */
function isForThisPlatform({ os, cpu, libc = "glibc" }) {
  if (os === undefined || cpu === undefined) return false;
  // npm keeps a field as the package wrote it: one name or a list.
  return (
    [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch) && libc.includes("glibc")
  );
}

/**
 * @param {string} root
 * @throws {SetupError} with what to do when npm fails
 */
export async function installPackages(root) {
  // Windows cannot delete the binary that is running: `install` changes only what differs.
  const runsFromTree = process.execPath.startsWith(join(root, "node_modules"));
  const verb = process.platform === "win32" && runsFromTree ? ["install", "--no-save"] : ["ci"];
  const args = [...verb, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const cli = process.env.npm_execpath ?? "";
  const isWindows = process.platform === "win32";
  const result = /npm-cli\.(c|m)?js$/.test(cli)
    ? await run(process.execPath, [cli, ...args], { cwd: root })
    : await run(isWindows ? "npm.cmd" : "npm", args, { cwd: root, shell: isWindows });
  if (result.code === 0) return;
  if (result.code === 127)
    throw new SetupError("npm was not found: install Node with npm from https://nodejs.org.");
  const words = result.output.split("\n").filter((line) => /\w/.test(line.replace(/^npm \w+/, "")));
  throw new SetupError(
    looksOffline(result.output)
      ? "The packages could not be downloaded: the npm registry cannot be reached. Connect to the network and run the command again; it is needed once."
      : `The packages could not be installed: \`npm ${args.join(" ")}\` ended with code ${result.code}:\n${words.slice(0, 12).join("\n")}`,
  );
}
