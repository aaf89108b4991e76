/** Names of the devices behind the execution providers, as far as the system tells without a driver call. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Provider } from "#contract/draft.ts";

const run = promisify(execFile);

/** The device of a provider that works; "" when the system does not tell. Never throws. */
export async function deviceName(provider: Provider, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  if (provider === "cpu") return cpus()[0]?.model.trim() ?? "";
  try {
    switch (process.platform) {
      case "linux":
        return (provider === "webgpu" && softwareVulkan(env)) || (await linuxGpus());
      case "darwin":
        return await macGpus();
      case "win32":
        return await windowsGpus();
      default:
        return "";
    }
  } catch {
    return "";
  }
}

/** The software device that the Vulkan loader was told to use, if it was. */
function softwareVulkan(env: NodeJS.ProcessEnv): string {
  const icd = env.VK_DRIVER_FILES || env.VK_ICD_FILENAMES || "";
  const name = basename(icd);
  if (/swiftshader/i.test(name)) return "SwiftShader (software)";
  if (/lvp/i.test(name)) return "llvmpipe (software)";
  return "";
}

async function linuxGpus(): Promise<string> {
  const nvidia = "/proc/driver/nvidia/gpus";
  const names: string[] = [];
  for (const gpu of await readdir(nvidia).catch(() => [])) {
    const text = await readFile(join(nvidia, gpu, "information"), "utf8");
    const model = /^Model:\s*(.+)$/m.exec(text)?.[1];
    if (model) names.push(model);
  }
  if (names.length > 0) return names.join(", ");
  for (const card of await readdir("/sys/class/drm").catch(() => [])) {
    if (!/^card\d+$/.test(card)) continue;
    const device = join("/sys/class/drm", card, "device");
    const [vendorId, deviceId] = await Promise.all(
      ["vendor", "device"].map(async (name) => (await readFile(join(device, name), "utf8")).trim().slice(2)),
    );
    if (vendorId && deviceId) names.push(await pciName(vendorId, deviceId));
  }
  return names.join(", ");
}

/** Looks a device up in the system's list of PCI ids (format: https://pci-ids.ucw.cz). */
async function pciName(vendorId: string, deviceId: string): Promise<string> {
  for (const path of ["/usr/share/hwdata/pci.ids", "/usr/share/misc/pci.ids"]) {
    const lines = (await readFile(path, "utf8").catch(() => "")).split("\n");
    const vendor = lines.findIndex((line) => line.startsWith(`${vendorId}  `));
    if (vendor < 0) continue;
    for (const line of lines.slice(vendor + 1)) {
      if (!line.startsWith("\t")) break;
      if (line.startsWith(`\t${deviceId}  `)) return line.slice(7).trim();
    }
  }
  return `PCI ${vendorId}:${deviceId}`;
}

async function macGpus(): Promise<string> {
  const { stdout } = await run("system_profiler", ["SPDisplaysDataType", "-json"], { timeout: 10_000 });
  const { SPDisplaysDataType: cards } = JSON.parse(stdout) as {
    SPDisplaysDataType: { sppci_model?: string }[];
  };
  return cards.map((card) => card.sppci_model ?? "").join(", ");
}

async function windowsGpus(): Promise<string> {
  const script = "(Get-CimInstance Win32_VideoController).Name -join ', '";
  const { stdout } = await run("powershell.exe", ["-NoProfile", "-Command", script], { timeout: 10_000 });
  return stdout.trim();
}
