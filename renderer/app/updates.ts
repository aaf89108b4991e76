/** Looks for a newer version at the start, for users who switched that on. */
import i18next from "i18next";
import { toast } from "../ui/toasts.tsx";
import { call } from "./bridge.ts";
import { currentSettings } from "./settings.ts";

/** Tells of a newer version; nothing when there is none, or nobody answers. */
export async function lookForUpdate(): Promise<void> {
  if (!currentSettings().updatesAtStart) return;
  const found = await call("updates.check").catch(() => undefined);
  if (found?.isNewer) toast(i18next.t("app:newer", { version: found.version }));
}
