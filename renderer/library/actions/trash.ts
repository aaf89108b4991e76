import { IconTrash } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { trash } from "../changes.ts";
import { hasSelection, selection } from "../when.ts";

export default action({
  id: "library.trash",
  icon: IconTrash,
  keys: "Delete",
  when: hasSelection,
  run: () => trash(selection()!),
});
