import { IconLayoutGrid } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { useNavigation } from "../../app/navigation.ts";
import { isAtItem, requireItem } from "../current.ts";
import { showInLibrary } from "../show.ts";

export default action({
  id: "item.showInLibrary",
  icon: IconLayoutGrid,
  when: () => useNavigation.getState().workspace === "draft" && isAtItem(),
  run: () => showInLibrary(requireItem().id),
});
