/**
 * The engine as its clients need it. This door loads no onnxruntime; the engine
 * process itself is composed in main/engine.ts from main/inference/serve.ts.
 */
export { type EngineOptions, startEngine } from "./client.ts";
export type { Engine, RunOptions } from "./engine.ts";
export { freeArrays } from "./garbage.ts";
export { type EngineChild, type Launch, useLauncher } from "./launch.ts";
export { type ProbeOptions, probeProviders } from "./probe.ts";
export { cachedProbe, runtimeVersion } from "./probe-cache.ts";
export { chooseProvider, formatChoice, type ProviderChoice, providerOrder } from "./providers.ts";
export { resolveProvider } from "./resolve.ts";
export type { SessionCache } from "./sessions.ts";
export { createSessionCache } from "./standalone.ts";
export type { TaskContext, TaskHandler, TaskHandlers } from "./task.ts";
