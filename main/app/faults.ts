/** Errors that nobody caught: logged, told, and survived. */
import type { Log } from "./log.ts";
import type { Emit } from "./studio.ts";

export function tellFaults(log: Log, emit: Emit): void {
  const tell = (message: string) => (error: unknown) => {
    log.error("main", message, error);
    emit("app.fault", {});
  };
  process.on("uncaughtException", tell("an error that nobody caught"));
  process.on("unhandledRejection", tell("a promise that failed unheard"));
}
