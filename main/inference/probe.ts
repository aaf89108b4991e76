/** Tries every provider with a real tiny run, each in a process of its own: a bad driver can crash. */
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { PROVIDERS, type Provider } from "#contract/draft.ts";
import type { ProviderStatus } from "#contract/engine.ts";
import { type Reason, ReasonText, reasonText } from "#contract/reason.ts";
import { deviceName } from "./device.ts";
import { launchChild } from "./launch.ts";
import { providerOrder } from "./providers.ts";

const ProbeReport = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    output: z.custom<Float32Array>((value) => value instanceof Float32Array),
    ms: z.number(),
  }),
  z.object({ ok: z.literal(false), reason: z.string(), text: ReasonText }),
]);
export type ProbeReport = z.infer<typeof ProbeReport>;

export interface ProbeOptions {
  /** Added to the environment of the probing processes. */
  env?: NodeJS.ProcessEnv;
  /** The module that tries one provider; the product's own when left out. */
  entry?: string;
}

const CHILD = fileURLToPath(new URL("./probe-child.ts", import.meta.url));
const LIMIT_MS = 60_000;
/** TF32 and fp16 accumulation differ by less; NaN, black or shuffled results by more. */
const TOLERANCE = 1e-2;

/** The state of every provider of the contract, in the contract's order. Never throws for a provider. */
export async function probeProviders(options: ProbeOptions = {}): Promise<ProviderStatus[]> {
  const here = providerOrder();
  // One after the other: they share the machine that is measured. The CPU first: it is what is right.
  const cpu = await tryProvider("cpu", options);
  const statuses: ProviderStatus[] = [];
  for (const provider of PROVIDERS) {
    if (!here.includes(provider)) {
      const reason = `${provider} does not exist on ${process.platform}.`;
      statuses.push(notAvailable(provider, { reason, text: reasonText("other-system") }));
    } else {
      const report = provider === "cpu" ? cpu : await tryProvider(provider, options);
      statuses.push(await judge(provider, report, cpu, { ...process.env, ...options.env }));
    }
  }
  return statuses;
}

async function judge(
  provider: Provider,
  report: ProbeReport,
  cpu: ProbeReport,
  env: NodeJS.ProcessEnv,
): Promise<ProviderStatus> {
  if (!report.ok) return notAvailable(provider, report);
  const difference = cpu.ok ? largestDifference(report.output, cpu.output) : 0;
  if (!(difference <= TOLERANCE)) {
    return notAvailable(provider, {
      reason: `${provider} computes wrong numbers (off by ${difference} on the probe graph).`,
      text: reasonText("wrong-numbers", { difference: `${difference}` }),
    });
  }
  return {
    provider,
    available: true,
    reason: "",
    device: await deviceName(provider, env),
    probeMs: report.ms,
  };
}

function notAvailable(provider: Provider, { reason, text }: Reason): ProviderStatus {
  return { provider, available: false, reason, text, device: "", probeMs: null };
}

/** NaN when any value is not finite, or when the sizes differ. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.NaN;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

function tryProvider(provider: Provider, options: ProbeOptions): Promise<ProbeReport> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...options.env };
    const child = launchChild(options.entry ?? CHILD, [provider], env);
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-2048);
    });
    let report: ProbeReport | undefined;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill();
    }, LIMIT_MS);
    child.onMessage((message) => {
      report = ProbeReport.safeParse(message).data;
    });
    child.onEnd((end) => {
      clearTimeout(timer);
      if (report) return resolve(report);
      const last = stripVTControlCharacters(stderr).trim().split("\n").at(-1) ?? "";
      const why: Reason = timedOut
        ? {
            reason: `The probe of ${provider} did not end within ${LIMIT_MS / 1000} s.`,
            text: reasonText("timed-out", { seconds: LIMIT_MS / 1000 }),
          }
        : {
            reason: `The probe of ${provider} crashed, it ${end}${last ? `: ${last}` : "."}`,
            text: reasonText("crashed", { said: last || end }),
          };
      resolve({ ok: false, ...why });
    });
  });
}
