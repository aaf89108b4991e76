import { IconEye } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { change, useLibrary } from "../state.ts";
import { inLibrary } from "../when.ts";

export default action({
  id: "library.look",
  icon: IconEye,
  when: inLibrary,
  run: () => change({ isLooking: !useLibrary.getState().isLooking }),
});
