/** The provider to run on. */
import type { Provider } from "#contract/draft.ts";
import { cachedProbe } from "./probe-cache.ts";
import { chooseProvider } from "./providers.ts";

/**
 * `override` where given and working, else the machine's best; `cacheFile` keeps what was probed.
 * @throws Problem "provider-unavailable".
 */
export async function resolveProvider(cacheFile: string, override: Provider | undefined): Promise<Provider> {
  // The CPU is always there; nothing need be tried for it.
  if (override === "cpu") return override;
  return chooseProvider(await cachedProbe(cacheFile), override).provider;
}
