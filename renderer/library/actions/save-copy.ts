import { IconDownload } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { isAtItem, requireItem } from "../current.ts";
import { saveCopy } from "../save-copy.ts";

export default action({
  id: "item.saveCopy",
  icon: IconDownload,
  keys: "mod+S",
  whileTyping: true,
  when: isAtItem,
  run: () => saveCopy(requireItem().id),
});
