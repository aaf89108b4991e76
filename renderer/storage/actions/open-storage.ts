import { IconDatabase } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { openSettings } from "../../settings/section.ts";

export default action({
  id: "open.storage",
  icon: IconDatabase,
  run: () => openSettings("storage"),
});
