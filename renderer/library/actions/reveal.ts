import { IconFolderOpen } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { reveal } from "../changes.ts";
import { isAtItem, requireItem } from "../current.ts";

export default action({
  id: "item.reveal",
  icon: IconFolderOpen,
  when: isAtItem,
  run: () => reveal(requireItem().id),
});
