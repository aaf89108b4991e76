import { IconPencil } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { isAtGeneration, requireItem } from "../current.ts";
import { openInDraft } from "../hand-over.ts";

export default action({
  id: "item.reuse",
  icon: IconPencil,
  when: isAtGeneration,
  run: () => openInDraft(requireItem().id),
});
