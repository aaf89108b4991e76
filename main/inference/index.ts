/**
 * The engine as its clients need it. This door loads no onnxruntime; the engine
 * process itself is composed in main/engine.ts.
 */
export type { Engine, RunOptions } from "./engine.ts";
export type { SessionCache } from "./sessions.ts";
export type { TaskContext, TaskHandler, TaskHandlers } from "./task.ts";
