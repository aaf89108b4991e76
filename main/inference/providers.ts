/** Which execution provider a machine should use, and why not another. */
import type { Provider } from "#contract/draft.ts";
import type { ProviderStatus } from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import { reasonText } from "#contract/reason.ts";

/** Where a provider exists at all; TensorRT comes after CUDA because it builds an engine for each graph. */
const ORDER: Partial<Record<NodeJS.Platform, readonly Provider[]>> = {
  linux: ["cuda", "tensorrt", "webgpu", "cpu"],
  win32: ["cuda", "tensorrt", "dml", "webgpu", "cpu"],
  darwin: ["coreml", "webgpu", "cpu"],
};

/** Providers that fit a platform, the preferred one first. */
export function providerOrder(platform: NodeJS.Platform = process.platform): readonly Provider[] {
  return ORDER[platform] ?? ["cpu"];
}

export interface ProviderChoice {
  provider: Provider;
  device: string;
  /** Providers that this platform would prefer, and why each is not used; empty for an explicit choice. */
  passedOver: { provider: Provider; reason: string }[];
}

/**
 * The provider to use: `override` where given, else the first one of the platform's order that works
 * and is not slower than the CPU on the probe graph (a software GPU is).
 * @throws Problem "provider-unavailable" when `override` does not work here, or nothing does.
 */
export function chooseProvider(
  statuses: readonly ProviderStatus[],
  override?: Provider,
  platform: NodeJS.Platform = process.platform,
): ProviderChoice {
  const statusOf = (provider: Provider) => statuses.find((status) => status.provider === provider);
  if (override) {
    const status = statusOf(override);
    if (status?.available) return { provider: override, device: status.device, passedOver: [] };
    throw unavailable(override, status, statuses);
  }
  const cpu = statusOf("cpu");
  const passedOver: ProviderChoice["passedOver"] = [];
  for (const provider of providerOrder(platform)) {
    const status = statusOf(provider);
    const reason = status ? whyNot(status, cpu) : notProbed(provider);
    if (status && !reason) return { provider, device: status.device, passedOver };
    passedOver.push({ provider, reason });
  }
  throw unavailable("cpu", cpu, statuses);
}

/** A sentence for people: what is used, and why not what would be preferred. */
export function formatChoice(choice: ProviderChoice): string {
  const used = `Using ${choice.provider}${choice.device ? ` (${choice.device})` : ""}.`;
  return [used, ...choice.passedOver.map(({ reason }) => reason)].join(" ");
}

/** Why an automatic choice passes a provider over; empty when it does not. */
function whyNot(status: ProviderStatus, cpu: ProviderStatus | undefined): string {
  if (!status.available) return status.reason;
  if (status.provider === "cpu" || status.probeMs === null) return "";
  if (cpu?.probeMs == null || status.probeMs <= cpu.probeMs) return "";
  const [own, others] = [status.probeMs.toFixed(1), cpu.probeMs.toFixed(1)];
  return `${status.provider} is slower than the CPU here (${own} ms against ${others} ms on the probe graph).`;
}

function notProbed(provider: Provider): string {
  return `${provider} was not probed.`;
}

function unavailable(
  provider: Provider,
  status: ProviderStatus | undefined,
  statuses: readonly ProviderStatus[],
): Problem {
  const reason = status?.reason ?? notProbed(provider);
  const told = status === undefined ? reasonText("not-tried") : status.text;
  const working = statuses.filter((status) => status.available).map((status) => status.provider);
  return new Problem(
    "provider-unavailable",
    reason,
    working.length > 0
      ? `These work: ${working.join(", ")}. Leave --provider out to let Understudy choose.`
      : "Run `npm run setup` again; if it stays so, see `npm run doctor`.",
    { text: { key: "provider-broken", values: { provider, reason }, reason: told } },
  );
}
