import { IconFileExport } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { change } from "../state.ts";
import { hasSelection } from "../when.ts";

export default action({
  id: "library.export",
  icon: IconFileExport,
  keys: "mod+E",
  when: hasSelection,
  run: () => change({ isExporting: true }),
});
