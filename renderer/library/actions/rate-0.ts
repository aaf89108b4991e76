import { IconStarOff } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { rate } from "../changes.ts";
import { hasSelection, selection } from "../when.ts";

export default action({
  id: "library.rate0",
  icon: IconStarOff,
  keys: "0",
  when: hasSelection,
  run: () => rate(selection()!, 0),
});
