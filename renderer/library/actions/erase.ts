import { IconTrashX } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { erase } from "../changes.ts";
import { hasTrashSelection, selection } from "../when.ts";

export default action({
  id: "library.erase",
  icon: IconTrashX,
  when: hasTrashSelection,
  run: () => erase(selection()!),
});
