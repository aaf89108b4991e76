/** What goes wrong in the page is noted in the log file; what went wrong in the background is told. */
import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { call, on } from "./bridge.ts";

const LIMITS = { name: 100, message: 4000, stack: 20_000 };

/** Listens for what nobody caught, here and in the main process. */
export function startReports(): void {
  window.addEventListener("error", ({ error, message }) => report(error ?? message));
  window.addEventListener("unhandledrejection", ({ reason }) => report(reason));
  on("app.fault", () => notifications.show({ message: i18next.t("app:fault"), color: "red" }));
}

function report(thrown: unknown): void {
  const { name, message, stack = "" } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const error = {
    name: name.slice(0, LIMITS.name),
    message: message.slice(0, LIMITS.message),
    stack: stack.slice(0, LIMITS.stack),
  };
  // A report that fails must not be reported.
  call("app.reportError", error).catch(() => {});
}
