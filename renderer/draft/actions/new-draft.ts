import { IconPencilPlus } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { openWorkspace } from "../../app/navigation.ts";
import { clearComposer, focusPromptSoon } from "../wish.ts";

export default action({
  id: "draft.new",
  icon: IconPencilPlus,
  keys: "mod+N",
  whileTyping: true,
  run: () => {
    openWorkspace("draft");
    clearComposer();
    focusPromptSoon();
  },
});
