/** What the installed onnxruntime is and can do. */

import { PROVIDERS, type Provider } from "#contract/draft.ts";
import { listSupportedBackends, type Tensor } from "./onnxruntime.ts";

/** Element types by onnxruntime's names, such as "float32" and "int64". */
export type ElementType = Tensor.Type;

/**
 * Execution providers that this build of onnxruntime knows. That does not mean that they work:
 * their libraries or drivers may be missing.
 */
export function supportedProviders(): readonly Provider[] {
  const names = listSupportedBackends().map((backend) => backend.name);
  return PROVIDERS.filter((provider) => names.includes(provider));
}
