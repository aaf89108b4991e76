import { IconFileImport } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { openWorkspace } from "../../app/navigation.ts";
import { importChosen } from "../importing.ts";

export default action({
  id: "library.import",
  icon: IconFileImport,
  keys: "mod+I",
  async run() {
    openWorkspace("library");
    await importChosen();
  },
});
