/** Which providers lack an operator that an optimiser put into a graph. */
import type { Provider } from "#contract/draft.ts";
import type { OnnxHeader } from "./header.ts";

/**
 * Operators of onnxruntime's own domain, com.microsoft, without a kernel for the CPU, and the providers
 * that have one: what onnxruntime's transformer optimiser writes for one kind of device.
 * Source: docs/OperatorKernels.md of onnxruntime, and the webgpu kernels of its version 1.30. That the CPU has none is
 * tested with the installed onnxruntime.
 */
export const NOT_ON_CPU: Readonly<Record<string, readonly Provider[]>> = {
  BiasAdd: ["cuda", "tensorrt", "dml", "webgpu"],
  BiasSplitGelu: ["cuda", "tensorrt", "dml", "webgpu"],
  GroupNorm: ["cuda", "tensorrt", "dml"],
  NhwcConv: ["cuda", "tensorrt", "dml"],
  PackedAttention: ["cuda", "tensorrt"],
  PackedMultiHeadAttention: ["cuda", "tensorrt"],
  SkipGroupNorm: ["cuda", "tensorrt"],
};

/**
 * Operators of the graph that can run neither on `provider` nor, as onnxruntime falls back, on the CPU.
 * Empty as far as is known: onnxruntime itself has the last word when the graph is opened.
 */
export function missingOperators(header: Pick<OnnxHeader, "operators">, provider: Provider): string[] {
  return header.operators
    .filter(({ domain, name }) => {
      if (domain === "com.microsoft.dml") return provider !== "dml";
      return (
        domain === "com.microsoft" && NOT_ON_CPU[name] !== undefined && !NOT_ON_CPU[name].includes(provider)
      );
    })
    .map(({ name }) => name)
    .sort();
}
