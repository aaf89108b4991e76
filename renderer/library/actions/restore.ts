import { IconRestore } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { restore } from "../changes.ts";
import { hasTrashSelection, selection } from "../when.ts";

export default action({
  id: "library.restore",
  icon: IconRestore,
  when: hasTrashSelection,
  run: () => restore(selection()!),
});
