import { IconSearch } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { SEARCH_ID } from "../Toolbar.tsx";
import { inLibrary } from "../when.ts";

export default action({
  id: "library.search",
  icon: IconSearch,
  keys: "mod+F",
  whileTyping: true,
  when: inLibrary,
  run: () => document.getElementById(SEARCH_ID)?.focus(),
});
