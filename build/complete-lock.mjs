/**
 * `npm run lock`, after any change of dependencies: adds to package-lock.json the optional packages of
 * other platforms that npm left out, because it was run where their registry did not have them or over
 * an existing node_modules. Without them `npm ci` refuses the lock file, or a Mac gets no binaries.
 * Entries added here have no integrity hash; npm fills it in when it next sees the package.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @typedef {Record<string, any>} Entry */

/**
 * What a platform package's name says about where it runs: `@napi-rs/canvas-linux-x64-musl`.
 *
 * @param {string} name
 * @returns {Entry | undefined} npm's `os`, `cpu` and `libc` fields; nothing for any other name
 */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const pick = (/** @type {string[]} */ known) => known.find((word) => words.includes(word));
  const os = pick([
    "aix",
    "android",
    "darwin",
    "freebsd",
    "linux",
    "netbsd",
    "openbsd",
    "openharmony",
    "sunos",
    "win32",
  ]);
  const cpu = pick(["x64", "arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x"]);
  if (!os || !cpu) return undefined;
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.includes("gnu")
      ? ["glibc"]
      : undefined;
  return { cpu: [cpu], ...(libc && os === "linux" && { libc }), optional: true, os: [os] };
}

/**
 * @param {Record<string, Entry>} packages the lock file's
 * @returns {Record<string, Entry>} the entries that it lacks
 */
export function findMissing(packages) {
  /** @type {Record<string, Entry>} */
  const missing = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(
      /** @type {Record<string, string>} */ (entry.optionalDependencies ?? {}),
    )) {
      const platform = platformOf(name);
      const isLocked = packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`];
      // Platform packages are pinned to their parent's version; anything looser is npm's to resolve.
      if (!platform || isLocked || !/^\d/.test(range)) continue;
      missing[`node_modules/${name}`] = { version: range, ...platform, ...(entry.dev && { dev: true }) };
    }
  }
  return missing;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = fileURLToPath(new URL("../package-lock.json", import.meta.url));
  const lock = JSON.parse(readFileSync(path, "utf8"));
  const missing = findMissing(lock.packages);
  const all = Object.entries({ ...lock.packages, ...missing });
  lock.packages = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(`${path}.new`, `${JSON.stringify(lock, null, 2)}\n`);
  renameSync(`${path}.new`, path);
  console.log(`Added ${Object.keys(missing).length} platform packages to package-lock.json.`);
}
