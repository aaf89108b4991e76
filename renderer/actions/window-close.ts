import { IconX } from "@tabler/icons-react";
import { action } from "./action.ts";

export default action({
  id: "window.close",
  icon: IconX,
  run: () => window.close(),
});
