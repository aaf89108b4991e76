/** The machine as the window shows it. */
import { cpus, freemem, totalmem } from "node:os";
import type { Machine } from "#contract/machine.ts";
import type { Home } from "#main/home.ts";
import { cachedProbe, chooseProvider, providerOrder } from "#main/inference/index.ts";
import { findFfmpeg } from "#native/ffmpeg/index.ts";
import { autoEncoder, encodersOf } from "./encoders.ts";

/** What works here: what was found before, as long as the machine is the same; `afresh` tries all again. */
export async function examineMachine(home: Home, { afresh = false } = {}): Promise<Machine> {
  // One after the other: the probe measures speed.
  const providers = await cachedProbe(home.providers, { afresh });
  const ffmpeg = await findFfmpeg().catch(() => null);
  const encoders = await encodersOf(home, { afresh });
  const works = providers.some(({ available }) => available);
  return {
    cpu: cpus()[0]?.model.trim() ?? "",
    threads: cpus().length,
    memory: totalmem(),
    freeMemory: freemem(),
    // Those of other systems are no news.
    providers: providers.filter(({ provider }) => providerOrder().includes(provider)),
    autoProvider: works ? chooseProvider(providers).provider : null,
    encoders,
    autoEncoder: autoEncoder(encoders),
    ffmpeg: ffmpeg && { path: ffmpeg.path, version: ffmpeg.version },
  };
}
