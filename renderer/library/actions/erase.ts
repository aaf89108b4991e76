import { IconTrashX } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { change } from "../state.ts";
import { hasTrashSelection } from "../when.ts";

export default action({
  id: "library.erase",
  icon: IconTrashX,
  when: hasTrashSelection,
  run: () => change({ erasing: "selection" }),
});
