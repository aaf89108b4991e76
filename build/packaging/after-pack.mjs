/** Run by electron-builder on the unpacked program, before it is signed: sets Electron's fuses for good. */
import { join } from "node:path";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";

/** What a packaged studio can never be made to do, whatever its environment says. */
export const FUSES = /** @type {const} */ ({
  version: FuseVersion.V1,
  // A later Electron's new fuses are to be decided on, not overlooked.
  strictlyRequireAllFuses: true,
  // No Node with the studio's name and rights: engines are utility processes.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Electron has it on macOS and Windows.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
});

/** @param {import("electron-builder").AfterPackContext} context */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename;
  /** @type {Record<string, string>} */
  const programs = {
    darwin: join(`${name}.app`, "Contents", "MacOS", name),
    win32: `${name}.exe`,
    linux: /** @type {{ executableName?: string }} */ (packager).executableName ?? name,
  };
  const program = join(appOutDir, programs[electronPlatformName] ?? name);
  // On arm64, macOS starts nothing whose signature was broken by the change.
  await flipFuses(program, { ...FUSES, resetAdHocDarwinSignature: electronPlatformName === "darwin" });
}
