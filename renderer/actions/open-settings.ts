import { IconSettings } from "@tabler/icons-react";
import { openWorkspace } from "../app/navigation.ts";
import { action } from "./action.ts";

export default action({
  id: "open.settings",
  icon: IconSettings,
  keys: "mod+,",
  whileTyping: true,
  run: () => openWorkspace("settings"),
});
