import { IconLayoutGrid } from "@tabler/icons-react";
import { openWorkspace } from "../app/navigation.ts";
import { action } from "./action.ts";

export default action({
  id: "open.library",
  icon: IconLayoutGrid,
  keys: "mod+2",
  whileTyping: true,
  run: () => openWorkspace("library"),
});
