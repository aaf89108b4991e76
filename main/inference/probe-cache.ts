/** Remembers the result of probing until the machine or onnxruntime changes: a draft need not pay for it. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { cpus, release } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ProviderStatus } from "#contract/engine.ts";
import { writeWhole } from "#main/durable.ts";
import { type ProbeOptions, probeProviders } from "./probe.ts";

const CachedProbe = z.object({ key: z.string(), statuses: z.array(ProviderStatus) });

/** Raised when a status tells more than before. */
const REPORT_VERSION = 2;

/** Settings by which a user or a system chooses a device or driver. */
const DRIVER_SETTINGS = [
  "VK_ICD_FILENAMES",
  "VK_DRIVER_FILES",
  "VK_LOADER_DRIVERS_SELECT",
  "CUDA_VISIBLE_DEVICES",
  "NVIDIA_VISIBLE_DEVICES",
  "LD_LIBRARY_PATH",
  "DRI_PRIME",
];

/**
 * The state of every provider: from `cacheFile` when nothing that matters has changed since, else
 * probed and written there; `afresh` probes whatever was found before. A damaged cache is probed anew.
 */
export async function cachedProbe(
  cacheFile: string,
  { afresh = false, ...options }: ProbeOptions & { afresh?: boolean } = {},
): Promise<ProviderStatus[]> {
  const key = await machineKey({ ...process.env, ...options.env });
  const cached = afresh ? undefined : await readCache(cacheFile);
  if (cached?.key === key) return cached.statuses;
  const running = probes.get(cacheFile) ?? probeAndWrite(cacheFile, key, options);
  probes.set(cacheFile, running);
  try {
    return await running;
  } finally {
    probes.delete(cacheFile);
  }
}

/** Probes that run, by the file of their result: whoever asks meanwhile waits for the same one. */
const probes = new Map<string, Promise<ProviderStatus[]>>();

async function probeAndWrite(
  cacheFile: string,
  key: string,
  options: ProbeOptions,
): Promise<ProviderStatus[]> {
  const statuses = await probeProviders(options);
  // Without even the CPU, something else was wrong: a machine so busy that the probe ran out of time.
  const isSound = statuses.some(({ provider, available }) => provider === "cpu" && available);
  if (isSound)
    await writeWhole(cacheFile, JSON.stringify({ key, statuses }), `${cacheFile}.${process.pid}.tmp`);
  return statuses;
}

async function readCache(file: string): Promise<z.infer<typeof CachedProbe> | undefined> {
  try {
    return CachedProbe.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Changes with onnxruntime and its libraries, the system, its graphics devices and driver settings. */
async function machineKey(env: NodeJS.ProcessEnv): Promise<string> {
  const facts = [
    REPORT_VERSION,
    await runtimeVersion(),
    await libraries(join(runtimeFolder(), "bin", "napi-v6", process.platform, process.arch)),
    [process.platform, process.arch, release(), cpus()[0]?.model, cpus().length],
    await names("/dev/dri"),
    (await names("/dev")).filter((name) => name.startsWith("nvidia")),
    await readFile("/proc/driver/nvidia/version", "utf8").catch(() => ""),
    DRIVER_SETTINGS.map((name) => env[name] ?? ""),
  ];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

/** Version of the installed onnxruntime, read without loading it. */
export async function runtimeVersion(): Promise<string> {
  const manifest = await readFile(join(runtimeFolder(), "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function runtimeFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json"));
}

/** CUDA's libraries come after the install, or not at all. */
async function libraries(folder: string): Promise<[string, number][]> {
  const files = await names(folder);
  return Promise.all(
    files.map(async (name) => [name, (await stat(join(folder, name))).size] as [string, number]),
  );
}

async function names(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
