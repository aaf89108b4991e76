/**
 * System parts: what they are called on each system, and getting them with apt where we may.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { lastLines, looksOffline, run, say } from "./process.mjs";

/**
 * @typedef {"ffmpeg" | "webgpu" | "window" | "chromium" | "fonts" | "display"} Part
 * @typedef {"apt" | "dnf" | "pacman" | "brew" | "winget"} Manager
 */

/** @param {string} name @returns {string[]} the files of that name on PATH, first things first */
export function findOnPath(name) {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, file)).filter((path) => existsSync(path));
}

/** @param {string} name such as `libvulkan.so.1` @returns {boolean} whether a usual library folder has it */
export function hasLibrary(name) {
  const folders = ["/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib"];
  const triplets = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };
  const triplet = triplets[/** @type {"x64" | "arm64"} */ (process.arch)];
  return folders.some(
    (folder) => existsSync(join(folder, name)) || (triplet && existsSync(join(folder, triplet, name))),
  );
}

/** @param {string} name the beginning of a file's name @returns {boolean} whether a usual font folder has it */
export function hasFont(name) {
  const home = homedir();
  const folders = [
    ...["/usr/share/fonts", "/usr/local/share/fonts"],
    ...[join(home, ".fonts"), join(home, ".local", "share", "fonts")],
  ];
  return folders.some((folder) => {
    try {
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
      return files.some((file) => basename(file).startsWith(name));
    } catch {
      return false;
    }
  });
}

/** @returns {string} the id of a Linux, such as `debian` */
function linuxId() {
  try {
    return readFileSync("/etc/os-release", "utf8").match(/^ID="?([^"\n]*)/m)?.[1] ?? "";
  } catch {
    return "";
  }
}

/** @returns {Manager | undefined} the package manager that this system comes with */
function findManager() {
  if (process.platform === "darwin") return "brew";
  if (process.platform === "win32") return "winget";
  const linux = /** @type {const} */ ([
    ["apt-get", "apt"],
    ["dnf", "dnf"],
    ["pacman", "pacman"],
  ]);
  return linux.find(([program]) => findOnPath(program).length > 0)?.[1];
}

/**
 * @param {Manager} manager
 * @param {Part} part
 * @returns {string[]} the packages that bring the part; none where we know of none
 */
function packagesFor(manager, part) {
  switch (part) {
    case "ffmpeg":
      return [
        { apt: "ffmpeg", dnf: "ffmpeg-free", pacman: "ffmpeg", brew: "ffmpeg", winget: "Gyan.FFmpeg" }[
          manager
        ],
      ];
    case "webgpu":
      // Ubuntu's chromium is a snap without the software Vulkan driver that the tests use.
      return manager === "apt" && linuxId() === "debian" ? ["chromium", "libvulkan1"] : [];
    case "window":
    case "chromium":
      // Ubuntu's package is only a door to a snap. On macOS and Windows, Electron is the way.
      if (manager === "apt") return [linuxId() === "debian" ? "chromium" : "chromium-browser"];
      return manager === "dnf" || manager === "pacman" ? ["chromium"] : [];
    case "fonts":
      return {
        apt: ["fonts-noto-cjk", "fonts-noto-color-emoji"],
        dnf: ["google-noto-sans-cjk-fonts", "google-noto-color-emoji-fonts"],
        pacman: ["noto-fonts-cjk", "noto-fonts-emoji"],
        ...{ brew: [], winget: [] },
      }[manager];
    case "display":
      return manager === "apt" ? ["xvfb"] : [];
  }
}

/**
 * @param {Part[]} parts
 * @returns {string | undefined} the one command that installs them all here
 */
export function installCommand(parts) {
  const manager = findManager();
  if (!manager) return undefined;
  const names = parts.flatMap((part) => packagesFor(manager, part)).join(" ");
  if (names === "") return undefined;
  const sudo = isRoot() ? "" : "sudo ";
  switch (manager) {
    case "apt":
      return aptListsMissing()
        ? `${sudo}apt-get update && ${sudo}apt-get install -y ${names}`
        : `${sudo}apt-get install -y ${names}`;
    case "dnf":
      return `${sudo}dnf install -y ${names}`;
    case "pacman":
      return `${sudo}pacman -S --needed ${names}`;
    case "brew":
      return `brew install ${names}`;
    case "winget":
      return `winget install ${names}`;
  }
}

/** @returns {boolean} */
function isRoot() {
  return process.getuid?.() === 0;
}

/** @returns {boolean} whether apt has never been told what packages there are */
function aptListsMissing() {
  try {
    return !readdirSync("/var/lib/apt/lists").some((name) => /_Packages(\.\w+)?$/.test(name));
  } catch {
    return true;
  }
}

/**
 * @param {Part[]} parts
 * @returns {boolean} whether `installParts` can do anything here
 */
export function canInstall(parts) {
  return findManager() === "apt" && isRoot() && parts.some((part) => packagesFor("apt", part).length > 0);
}

/** @param {string[]} args */
function aptGet(args) {
  // Another apt may be running: wait for it. A failed download of the lists counts as a failure.
  const options = ["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "APT::Update::Error-Mode=any"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return run("apt-get", [...options, ...args], { env, timeoutMs: 20 * 60_000 });
}

/**
 * Installs parts with apt, as root. Tells what it does and, if it fails, why; the caller looks
 * whether the part is there now.
 *
 * @param {Part[]} parts
 */
export async function installParts(parts) {
  const names = parts.flatMap((part) => packagesFor("apt", part));
  const install = () => aptGet(["install", "-y", "--no-install-recommends", ...names]);
  const update = () => {
    say("Set-up: asking the package servers what there is (apt-get update).");
    return aptGet(["update"]);
  };

  let updated = aptListsMissing() ? await update() : undefined;
  if (!updated || updated.code === 0) {
    say(`Set-up: installing ${names.join(", ")} (apt-get install).`);
    let installed = await install();
    if (installed.code !== 0 && !updated) {
      // Old lists name versions that the servers no longer have.
      updated = await update();
      if (updated.code === 0) installed = await install();
    }
    if (installed.code === 0) return;
    if (!updated || updated.code === 0) return explain("apt-get install", installed);
  }
  explain("apt-get update", updated);
}

/** @param {string} command @param {{ code: number, output: string }} result */
function explain(command, { code, output }) {
  const why = looksOffline(output) ? "the package servers cannot be reached (offline?)" : `code ${code}`;
  say(`Set-up: ${command} failed: ${why}.\n${lastLines(output, 4)}`);
}
