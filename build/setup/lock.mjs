/**
 * One set-up at a time for each checkout: a folder is the lock, since `mkdir`
 * is atomic everywhere. A lock whose owner is dead is taken over.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** An owner on another host, or one that never wrote its name, is believed dead after this long. */
const STALE_MS = 30 * 60_000;
const UNSIGNED_STALE_MS = 10_000;

/** @param {unknown} error @returns {string | undefined} */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;

/** @param {string} folder @returns {boolean} whether this call made the folder */
function tryMake(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} path @returns {number} milliseconds since the last change; 0 when it is gone */
function age(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** @param {number} pid @returns {boolean} */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {string} folder @returns {boolean} whether the lock's owner is gone */
function isStale(folder) {
  let owner;
  try {
    owner = JSON.parse(readFileSync(join(folder, "owner.json"), "utf8"));
  } catch {
    return age(folder) > UNSIGNED_STALE_MS;
  }
  if (owner.host === hostname()) return !isAlive(owner.pid);
  return age(folder) > STALE_MS;
}

/** Removes a stale lock; a second folder keeps two waiters from removing each other's new lock. */
function removeIfStale(/** @type {string} */ folder) {
  const breaking = `${folder}.breaking`;
  if (!tryMake(breaking)) {
    if (age(breaking) > UNSIGNED_STALE_MS) rmSync(breaking, { recursive: true, force: true });
    return;
  }
  try {
    if (isStale(folder)) rmSync(folder, { recursive: true, force: true });
  } finally {
    rmSync(breaking, { recursive: true, force: true });
  }
}

/**
 * Runs `work` while holding the lock, waiting for another set-up to end first.
 *
 * @template T
 * @param {string} folder the lock's path; its parent is made when missing
 * @param {() => void} onWait called once when another process holds the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, onWait, work) {
  mkdirSync(dirname(folder), { recursive: true });
  for (let waited = false; !tryMake(folder); waited = true) {
    if (isStale(folder)) removeIfStale(folder);
    else if (!waited) onWait();
    await sleep(100);
  }
  writeFileSync(join(folder, "owner.json"), JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
