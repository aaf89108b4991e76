import { IconPackages } from "@tabler/icons-react";
import { openWorkspace } from "../app/navigation.ts";
import { action } from "./action.ts";

export default action({
  id: "open.packs",
  icon: IconPackages,
  keys: "mod+3",
  whileTyping: true,
  run: () => openWorkspace("packs"),
});
