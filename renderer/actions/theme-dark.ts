import { IconMoon } from "@tabler/icons-react";
import { changeSettings, currentSettings } from "../app/settings.ts";
import { action } from "./action.ts";

export default action({
  id: "theme.dark",
  icon: IconMoon,
  when: () => currentSettings().theme !== "dark",
  run: () => changeSettings({ theme: "dark" }),
});
