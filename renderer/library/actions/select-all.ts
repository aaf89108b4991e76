import { IconSelectAll } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { selectAll } from "../selecting.ts";
import { inLibrary } from "../when.ts";

export default action({
  id: "library.selectAll",
  icon: IconSelectAll,
  keys: "mod+A",
  when: inLibrary,
  run: selectAll,
});
