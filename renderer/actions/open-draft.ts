import { IconSparkles } from "@tabler/icons-react";
import { openWorkspace } from "../app/navigation.ts";
import { action } from "./action.ts";

export default action({
  id: "open.draft",
  icon: IconSparkles,
  keys: "mod+1",
  whileTyping: true,
  run: () => openWorkspace("draft"),
});
