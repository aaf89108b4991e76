import { IconPhotoPlus } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { openWorkspace } from "../../app/navigation.ts";
import { startFromItem } from "../../draft/picture.ts";
import { focusPromptSoon } from "../../draft/wish.ts";
import { seenFrame } from "../../player/index.ts";
import { isAtPicture, requireItem } from "../current.ts";

export default action({
  id: "item.startFrom",
  icon: IconPhotoPlus,
  when: isAtPicture,
  async run() {
    const { id } = requireItem();
    if (!(await startFromItem(id, seenFrame(id)))) return;
    openWorkspace("draft");
    focusPromptSoon();
  },
});
