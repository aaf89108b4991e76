/** Tries a pack before it is added: in the engine, on a provider of this machine. */
import { join } from "node:path";
import { PROVIDERS, type Provider } from "#contract/draft.ts";
import type { PackSpeed } from "#contract/pack.ts";
import { Problem } from "#contract/problem.ts";
import type { Home } from "#main/home.ts";
import { cachedProbe, chooseProvider, startEngine } from "#main/inference/index.ts";
import type { Recognised } from "../recognise/recognise.ts";

export interface TrialOptions {
  home: Home;
  provider?: Provider;
  signal?: AbortSignal;
  onProgress?: (fraction: number, detail: string) => void;
}

export interface Trial {
  speed: PackSpeed;
  /** What free sides must be multiples of, as the trial found out; pixels. */
  multiple?: number;
}

/**
 * Loads every part of the pack in `dir` and runs it once.
 * @throws Problem: the part's own; "provider-unavailable" when nothing here can run its operators.
 */
export async function tryPack(dir: string, found: Recognised, options: TrialOptions): Promise<Trial> {
  const provider = await providerFor(found, options);
  const engine = startEngine();
  const running = {
    ...(options.signal && { signal: options.signal }),
    ...(options.onProgress && { onProgress: options.onProgress }),
  };
  const measured = new Date().toISOString();
  try {
    if (found.kind === "image" || found.kind === "motion") {
      const trial = await engine.run("try-pack", { packDir: dir, provider }, running);
      const { loadMs, stepMs, decodeMs, guidanceRuns, size } = trial;
      const { width, height, multiple } = size;
      const guidedSteps = guidanceRuns === "embedded" ? 1 : 2;
      const times = { loadMs, stepMs, guidedSteps, decodeMs };
      return { speed: { provider, ...times, width, height, measured }, multiple };
    }
    const file = join(dir, found.graphs[0]!.file);
    const { loadMs, runMs, size } = await engine.run("try-network", { file, provider }, running);
    return { speed: { provider, loadMs, stepMs: runMs, ...size, measured } };
  } finally {
    await engine.close();
  }
}

/** The wanted provider, or the machine's best one that has the pack's operators. */
async function providerFor(found: Recognised, { home, provider }: TrialOptions): Promise<Provider> {
  const able = found.providers.filter(({ runs }) => runs).map(({ provider }) => provider);
  if (provider !== undefined) {
    if (able.includes(provider)) return provider;
    throw cannotRun(found, [provider]);
  }
  // The CPU is always there; nothing need be tried for it when nothing else is possible.
  if (able.every((other) => other === "cpu") && able.length > 0) return "cpu";
  const statuses = await cachedProbe(home.providers);
  const { provider: best } = chooseProvider(statuses);
  if (able.includes(best)) return best;
  const other = PROVIDERS.find(
    (name) => able.includes(name) && statuses.some((status) => status.provider === name && status.available),
  );
  if (other !== undefined) return other;
  throw cannotRun(
    found,
    statuses.filter(({ available }) => available).map(({ provider }) => provider),
  );
}

function cannotRun(found: Recognised, here: readonly Provider[]): Problem {
  const able = found.providers.filter(({ runs }) => runs).map(({ provider }) => provider);
  const lacking = found.providers.filter(({ provider }) => here.includes(provider));
  const reasons = lacking.map(({ reason }) => reason);
  return new Problem(
    "provider-unavailable",
    `The pack cannot run here: ${reasons.join("; ")}.`,
    able.length > 0
      ? `It runs on ${able.join(", ")}. Export it without that optimisation, or add it on a machine that has one of them.`
      : "Export it again without optimisation for one kind of device.",
    {
      text: {
        key: "pack-does-not-run",
        values: { reason: reasons.join("; ") },
        reason: lacking[0]?.text,
      },
    },
  );
}
