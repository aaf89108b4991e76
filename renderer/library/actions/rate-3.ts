import { IconStar } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { rate } from "../changes.ts";
import { hasSelection, selection } from "../when.ts";

export default action({
  id: "library.rate3",
  icon: IconStar,
  keys: "3",
  when: hasSelection,
  run: () => rate(selection()!, 3),
});
