import { IconLanguage } from "@tabler/icons-react";
import i18next from "i18next";
import { changeSettings } from "../app/settings.ts";
import { action } from "./action.ts";

export default action({
  id: "language.chinese",
  icon: IconLanguage,
  when: () => i18next.language !== "zh-CN",
  run: () => changeSettings({ language: "zh-CN" }),
});
