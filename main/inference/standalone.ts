/** Models without an engine process: for tests and tools whose own process may block. */
import type { SessionCache } from "./sessions.ts";

/** A session cache in this process; loads onnxruntime. */
export async function createSessionCache(): Promise<SessionCache> {
  const sessions = await import("./sessions.ts");
  return new sessions.SessionCache();
}
