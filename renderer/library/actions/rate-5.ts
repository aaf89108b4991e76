import { IconStar } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { rate } from "../changes.ts";
import { hasSelection, selection } from "../when.ts";

export default action({
  id: "library.rate5",
  icon: IconStar,
  keys: "5",
  when: hasSelection,
  run: () => rate(selection()!, 5),
});
