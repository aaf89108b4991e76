import type { Provider } from "#contract/draft.ts";

/** Names of execution providers, which are the same in every language. */
export const PROVIDER_NAMES: Record<Provider, string> = {
  cuda: "CUDA",
  tensorrt: "TensorRT",
  dml: "DirectML",
  coreml: "Core ML",
  webgpu: "WebGPU",
  cpu: "CPU",
};
