import { IconSparkles } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { isAtGeneration, requireItem } from "../current.ts";
import { makeVariation } from "../hand-over.ts";

export default action({
  id: "item.variation",
  icon: IconSparkles,
  when: isAtGeneration,
  run: () => makeVariation(requireItem().id),
});
