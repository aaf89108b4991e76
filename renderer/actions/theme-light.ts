import { IconSun } from "@tabler/icons-react";
import { changeSettings, currentSettings } from "../app/settings.ts";
import { action } from "./action.ts";

export default action({
  id: "theme.light",
  icon: IconSun,
  when: () => currentSettings().theme !== "light",
  run: () => changeSettings({ theme: "light" }),
});
