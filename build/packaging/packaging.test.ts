/** What goes into a package, as far as it can be known without Electron's program. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FuseV1Options } from "@electron/fuses";
import { expect, test } from "vitest";
import { RELEASES } from "../../main/updates/index.ts";
import { FUSES } from "./after-pack.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

interface Settings {
  icon: string;
  afterPack: string;
  asarUnpack: string[];
  files: (string | { filter: string[] })[];
  mac: Record<string, unknown>;
  publish: unknown;
  [system: string]: unknown;
}

/** electron-builder's own reading and checking of its configuration, by the doors that it uses itself. */
interface Builder {
  getConfig(folder: string, file: string, none: null): Promise<Settings>;
  validateConfiguration(settings: unknown, log: { isEnabled: boolean }): Promise<void>;
}
const builder = createRequire(createRequire(import.meta.url).resolve("electron-builder"));
const { getConfig, validateConfiguration } = builder("app-builder-lib/out/util/config/config.js") as Builder;
const validate = (configuration: unknown) => validateConfiguration(configuration, { isEnabled: false });

const settings = await getConfig(ROOT, "electron-builder.yml", null);

test("electron-builder's schema accepts the configuration, and refuses what it does not know", async () => {
  await validate(settings);
  await expect(validate({ ...settings, mac: { ...settings.mac, hardenedRuntimes: true } })).rejects.toThrow();
});

test("everything that it names is there", () => {
  for (const file of [
    settings.icon,
    settings.afterPack,
    settings.mac.entitlements as string,
    "LICENSE",
    "NOTICE",
  ]) {
    expect(existsSync(join(ROOT, file)), file).toBe(true);
  }
  const { main } = JSON.parse(read("package.json")) as { main: string };
  expect(main).toBe("dist/main/app/index.js");
});

test("macOS lets it use camera and microphone, asks for them in words, and keeps the hardened runtime", () => {
  expect(settings.mac).toMatchObject({
    hardenedRuntime: true,
    extendInfo: {
      NSCameraUsageDescription: expect.stringContaining("cameo"),
      NSMicrophoneUsageDescription: expect.stringContaining("voice"),
    },
  });
  const entitlements = read(settings.mac.entitlements as string);
  expect(entitlements).toContain("com.apple.security.device.camera");
  expect(entitlements).toContain("com.apple.security.device.audio-input");
  expect(entitlements).not.toContain("disable-library-validation");
});

test("no system carries another's binaries of onnxruntime and SQLite", () => {
  const systems = { linux: "linux", mac: "darwin", win: "win32" };
  for (const [system, own] of Object.entries(systems)) {
    const { files } = settings[system] as { files: string[] };
    const [runtime = "", sqlite = ""] = files;
    for (const other of Object.values(systems)) {
      expect(new RegExp(`[{,]${other}[,}]`).test(runtime), `${system} ${other}`).toBe(other !== own);
      expect(new RegExp(`[{,]${other}[,}]`).test(sqlite), `${system} ${other}`).toBe(other !== own);
    }
  }
});

test("every package that the main process loads is in, and nothing that only the window's page needs", () => {
  const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
  const excluded = settings.files
    .flatMap((files) => (typeof files === "string" ? [files] : files.filter))
    .filter((pattern) => pattern.startsWith("!node_modules/{"))
    .flatMap((pattern) => pattern.slice("!node_modules/{".length, pattern.indexOf("}")).split(","));
  const isExcluded = (name: string) =>
    excluded.some((entry) => name === entry || name.startsWith(`${entry}/`));
  const ofThePage = /^@(dnd-kit|fontsource|mantine|tabler|tanstack)|^(i18next|react|zustand)/;
  for (const name of Object.keys(dependencies)) {
    expect([name, isExcluded(name)]).toEqual([name, ofThePage.test(name)]);
  }
});

test("releases are published where the program looks for them, and no update is forced", () => {
  expect(settings.publish).toEqual({ provider: "generic", url: RELEASES });
  const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
  expect(Object.keys(dependencies)).not.toContain("electron-updater");
});

test("the fuses are set: no Node by the back door, only our own archive", () => {
  expect(FUSES.strictlyRequireAllFuses).toBe(true);
  expect(FUSES[FuseV1Options.RunAsNode]).toBe(false);
  expect(FUSES[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(false);
  expect(FUSES[FuseV1Options.EnableNodeCliInspectArguments]).toBe(false);
  expect(FUSES[FuseV1Options.OnlyLoadAppFromAsar]).toBe(true);
  expect(FUSES[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(true);
  expect(FUSES[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(false);
});
