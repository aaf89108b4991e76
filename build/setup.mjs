/**
 * Set-up: makes a fresh clone ready for a task, and does nothing, fast, when it is.
 * Needs nothing but Node 18 and npm; never asks; says what it does on standard error.
 */
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./setup/lock.mjs";
import {
  installPackages,
  packagesKey,
  packagesReady,
  readStamp,
  treeMatchesLock,
  writeStamp,
} from "./setup/packages.mjs";
import { environmentWithoutNpm, looksOffline, run, SetupError, say } from "./setup/process.mjs";
import { checkNode, findNode } from "./setup/runtime.mjs";
import {
  canInstall,
  findOnPath,
  hasFont,
  hasLibrary,
  installCommand,
  installParts,
} from "./setup/system.mjs";

/**
 * @typedef {import("./setup/system.mjs").Part} Part
 * @typedef {import("./setup/packages.mjs").Stamp} Stamp
 */

const PART_NAMES = /** @type {Record<Part, string>} */ ({
  ffmpeg: "ffmpeg (reads and writes pictures and sound)",
  webgpu: "Chromium's software graphics (the WebGPU tests)",
  window: "Electron or a Chromium (shows the studio's window)",
  chromium: "Chromium (the tests of the window)",
  fonts: "fonts for Chinese and emoji",
  display: "Xvfb (a display for the tests of the window)",
});

/** Names of Chromium, as main/doctor/browsers.ts looks for them. */
const CHROMIUMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Fonts of which one of each row is enough, by the beginning of their files' names. */
const FONTS = [
  ["NotoSansCJK", "NotoSansSC", "SourceHanSans", "wqy-", "DroidSansFallback"],
  ["NotoColorEmoji", "Noto-COLRv1"],
];

/** @param {string} root @returns {boolean} whether Electron's program has been downloaded */
function hasElectron(root) {
  return existsSync(join(root, "node_modules", "electron", "path.txt"));
}

/**
 * The ffmpegs that the studio would try, in its order: UNDERSTUDY_FFMPEG alone where it is set, else
 * ffmpeg-static's download, else those on PATH.
 *
 * @param {string} root
 * @returns {NonNullable<Stamp["ffmpeg"]>[]}
 */
function findFfmpegs(root) {
  const file = process.platform === "win32" ? "ffmpeg.exe" : "ffmpeg";
  const wanted = process.env.UNDERSTUDY_FFMPEG;
  const paths = wanted
    ? [wanted]
    : [join(root, "node_modules", "ffmpeg-static", file), ...findOnPath("ffmpeg")];
  return paths.flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() ? [{ path, size: stat.size, mtimeMs: stat.mtimeMs }] : [];
  });
}

/**
 * Whether a part is there, by looking at files alone.
 *
 * @param {string} root
 * @param {Part} part
 * @param {Stamp | undefined} stamp what an earlier set-up saw working
 * @returns {boolean}
 */
function hasPart(root, part, stamp) {
  switch (part) {
    case "ffmpeg": {
      const seen = JSON.stringify(stamp?.ffmpeg);
      return findFfmpegs(root).some((found) => JSON.stringify(found) === seen);
    }
    case "webgpu":
      if (process.platform !== "linux" || !installCommand(["webgpu"])) return true;
      return existsSync("/usr/lib/chromium/vk_swiftshader_icd.json") && hasLibrary("libvulkan.so.1");
    case "window":
      return hasElectron(root) || hasPart(root, "chromium", stamp);
    case "chromium":
      return process.platform !== "linux" || CHROMIUMS.some((name) => findOnPath(name).length > 0);
    case "fonts":
      return process.platform !== "linux" || FONTS.every((names) => names.some(hasFont));
    case "display":
      return process.platform !== "linux" || findOnPath("Xvfb").length > 0;
  }
}

/**
 * Whether a part works, by using it; what was seen goes into the stamp.
 *
 * @param {string} root
 * @param {Part} part
 * @param {Stamp} stamp
 * @returns {Promise<boolean>}
 */
async function probePart(root, part, stamp) {
  if (part === "ffmpeg") {
    delete stamp.ffmpeg;
    for (const found of findFfmpegs(root)) {
      if ((await run(found.path, ["-version"], { timeoutMs: 30_000 })).code !== 0) continue;
      stamp.ffmpeg = found;
      break;
    }
  }
  return hasPart(root, part, stamp);
}

/** @returns {boolean} whether onnxruntime could use CUDA here, had it the libraries that npm cannot carry */
function wantsCuda(/** @type {string} */ root, /** @type {Stamp | undefined} */ stamp) {
  if (process.platform !== "linux" || process.arch !== "x64" || stamp?.tried?.includes("cuda")) return false;
  const library = "node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so";
  if (existsSync(join(root, library))) return false;
  return existsSync("/proc/driver/nvidia/version") || findOnPath("nvidia-smi").length > 0;
}

/** @returns {boolean} whether the window should have Electron, which nobody has tried to download here */
function wantsElectron(
  /** @type {string} */ root,
  /** @type {Part[]} */ parts,
  /** @type {Stamp | undefined} */ stamp,
) {
  if (!parts.includes("window") || hasElectron(root) || stamp?.tried?.includes("electron")) return false;
  return existsSync(join(root, "node_modules", "electron", "install.js"));
}

/** @param {Part[]} missing @param {Part[]} essential @returns {string} */
function explainMissing(missing, essential) {
  const command = installCommand(missing);
  const manual = missing.includes("ffmpeg")
    ? "Install ffmpeg from https://ffmpeg.org and put it on PATH, or set UNDERSTUDY_FFMPEG to the program"
    : "Install it with your system's package manager";
  const isBlocking = missing.some((part) => essential.includes(part));
  return [
    `Missing: ${missing.map((part) => PART_NAMES[part]).join("; ")}.`,
    command
      ? `Run this once${isBlocking ? ", then the command again" : " to have it"}:\n  ${command}`
      : `${manual}${isBlocking ? ", then run the command again" : ""}.`,
  ].join("\n");
}

/** Runs ffmpeg-static's download; a torn file from an interrupted one is removed first. */
async function downloadFfmpeg(/** @type {string} */ root, /** @type {string} */ node) {
  const folder = join(root, "node_modules", "ffmpeg-static");
  if (!existsSync(join(folder, "install.js"))) return;
  say("Set-up: downloading ffmpeg (ffmpeg-static, about 80 MB).");
  rmSync(join(folder, process.platform === "win32" ? "ffmpeg.exe" : "ffmpeg"), { force: true });
  const options = { cwd: folder, env: environmentWithoutNpm(), timeoutMs: 15 * 60_000 };
  const result = await run(node, ["install.js"], options);
  if (result.code === 0) return;
  const why = looksOffline(result.output)
    ? "its server cannot be reached"
    : `it ended with code ${result.code}`;
  say(`Set-up: ffmpeg could not be downloaded (${why}); a system ffmpeg will do as well.`);
}

/** Runs onnxruntime's download of its CUDA libraries, which npm packages are too small for. */
async function downloadCuda(
  /** @type {string} */ root,
  /** @type {string} */ node,
  /** @type {Stamp} */ stamp,
) {
  say("Set-up: an NVIDIA graphics card is here; downloading onnxruntime's CUDA libraries (about 300 MB).");
  const folder = join(root, "node_modules", "onnxruntime-node");
  const options = { cwd: folder, env: environmentWithoutNpm(), timeoutMs: 30 * 60_000 };
  const result = await run(node, ["script/install.js"], options);
  stamp.tried = [...(stamp.tried ?? []), "cuda"];
  if (result.code !== 0)
    say(
      "Set-up: they could not be downloaded, so CUDA is off and WebGPU or the CPU is used; `npm run setup` tries again.",
    );
}

/** Runs Electron's own download, which its package leaves to the first use. */
async function downloadElectron(
  /** @type {string} */ root,
  /** @type {string} */ node,
  /** @type {Stamp} */ stamp,
) {
  say("Set-up: downloading Electron (about 120 MB, once).");
  const options = { cwd: join(root, "node_modules", "electron"), env: environmentWithoutNpm() };
  const result = await run(node, ["install.js"], { ...options, timeoutMs: 15 * 60_000 });
  stamp.tried = [...(stamp.tried ?? []), "electron"];
  if (result.code !== 0)
    say(
      "Set-up: it could not be downloaded; a system Chromium shows the same window. `npm run setup` tries again.",
    );
}

/**
 * Gets the missing parts as far as this user may.
 *
 * @param {string} root
 * @param {Part[]} parts
 * @param {Stamp} stamp
 * @param {string} node
 * @returns {Promise<Part[]>} those still missing
 */
async function obtainParts(root, parts, stamp, node) {
  const findMissing = async () => {
    /** @type {Part[]} */
    const missing = [];
    for (const part of parts) if (!(await probePart(root, part, stamp))) missing.push(part);
    return missing;
  };
  let missing = await findMissing();
  if (missing.includes("ffmpeg") && process.env.UNDERSTUDY_FFMPEG)
    throw new SetupError(
      `UNDERSTUDY_FFMPEG is ${process.env.UNDERSTUDY_FFMPEG}, which is not a program that runs: correct it or unset it.`,
    );
  if (missing.length > 0 && canInstall(missing)) {
    await installParts(missing);
    missing = await findMissing();
  }
  if (missing.includes("ffmpeg")) {
    await downloadFfmpeg(root, node);
    missing = await findMissing();
  }
  return missing;
}

/**
 * Makes the checkout ready.
 *
 * @param {{ root: string, essential: Part[], optional?: Part[], retry?: boolean }} wants
 *   the parts that the task cannot do without, those it can, and whether to try failed optional
 *   downloads again
 * @returns {Promise<string>} the path of the Node that runs the task
 * @throws {SetupError} in words for the user, when the task cannot run
 */
export async function setUp({ root, essential, optional = [], retry = false }) {
  const parts = [...essential, ...optional];
  const stamp = readStamp(root);
  if (retry) delete stamp?.tried;
  const ready =
    packagesReady(root) &&
    parts.every((part) => hasPart(root, part, stamp)) &&
    !wantsCuda(root, stamp) &&
    !wantsElectron(root, parts, stamp);
  const node = ready ? findNode(root) : undefined;
  if (node) return node;

  const onWait = () =>
    say(
      "Set-up: another set-up of this checkout is running; waiting for it (if none is, delete .setup/lock).",
    );
  return await withLock(join(root, ".setup", "lock"), onWait, () => prepare(root, essential, parts, retry));
}

/** The slow way, under the lock: every step looks first whether it is still to be done. */
async function prepare(
  /** @type {string} */ root,
  /** @type {Part[]} */ essential,
  /** @type {Part[]} */ parts,
  /** @type {boolean} */ retry,
) {
  if (!packagesReady(root) && !treeMatchesLock(root)) {
    say("Set-up: installing the packages (npm ci, once).");
    await installPackages(root);
  }
  const node = await checkNode(root);
  const key = packagesKey(root);
  const earlier = readStamp(root);
  /** @type {Stamp} */
  const stamp = earlier?.key === key ? earlier : { key };
  if (retry) delete stamp.tried;
  try {
    if (wantsCuda(root, stamp)) await downloadCuda(root, node, stamp);
    if (wantsElectron(root, parts, stamp)) await downloadElectron(root, node, stamp);
    const missing = await obtainParts(root, parts, stamp, node);
    if (missing.some((part) => essential.includes(part)))
      throw new SetupError(explainMissing(missing, essential));
    if (missing.length > 0) say(explainMissing(missing, essential));
  } finally {
    writeStamp(root, stamp);
  }
  return node;
}
