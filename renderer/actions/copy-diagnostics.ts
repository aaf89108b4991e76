import { IconClipboardText } from "@tabler/icons-react";
import i18next from "i18next";
import { call } from "../app/bridge.ts";
import { toast } from "../ui/toasts.tsx";
import { action } from "./action.ts";

export default action({
  id: "diagnostics.copy",
  icon: IconClipboardText,
  run: async () => {
    await navigator.clipboard.writeText(await call("app.diagnostics"));
    toast(i18next.t("app:diagnostics.copied"));
  },
});
