import { IconGitBranch } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { isAtGeneration, requireItem } from "../current.ts";
import { remix } from "../hand-over.ts";

export default action({
  id: "item.remix",
  icon: IconGitBranch,
  when: isAtGeneration,
  run: () => remix(requireItem().id),
});
