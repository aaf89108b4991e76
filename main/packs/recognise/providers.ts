/** On which providers a pack's graphs can run, by the operators in them. */
import { PROVIDERS } from "#contract/draft.ts";
import type { PackProvider } from "#contract/pack.ts";
import { reasonText } from "#contract/reason.ts";
import { missingOperators } from "#native/onnx/index.ts";
import type { Graph } from "./graphs.ts";
import { isHalf } from "./memory.ts";

/** For every provider: whether it has the operators, and what there is to say. Whether a machine has it is another matter. */
export function providersOf(graphs: readonly Graph[]): PackProvider[] {
  const half = isHalf(graphs);
  return PROVIDERS.map((provider) => {
    for (const { file, header } of graphs) {
      const missing = missingOperators(header, provider);
      if (missing.length === 0) continue;
      const names = missing.join(", ");
      return {
        provider,
        runs: false,
        reason: `${file} was optimised for another kind of device: ${provider} has no ${names}`,
        text: reasonText("operators-missing", { file, names }),
      };
    }
    if (half && provider === "cpu") {
      return {
        provider,
        runs: true,
        reason: "slower: float16 is computed as float32, in twice the memory",
        text: reasonText("half-as-full"),
      };
    }
    if (half && provider === "webgpu") {
      return {
        provider,
        runs: true,
        reason: "float16 has given broken pictures on some devices; drafts check for it",
        text: reasonText("half-may-break"),
      };
    }
    return { provider, runs: true, reason: "" };
  });
}
