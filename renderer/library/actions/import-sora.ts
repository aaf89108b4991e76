import { IconArchive } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { openWorkspace } from "../../app/navigation.ts";
import { importSora } from "../importing.ts";

export default action({
  id: "library.importSora",
  icon: IconArchive,
  async run() {
    openWorkspace("library");
    await importSora();
  },
});
