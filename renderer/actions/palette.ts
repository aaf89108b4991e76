import { spotlight } from "@mantine/spotlight";
import { IconCommand } from "@tabler/icons-react";
import { action } from "./action.ts";

export default action({
  id: "palette.open",
  icon: IconCommand,
  keys: "mod+K",
  whileTyping: true,
  run: () => spotlight.toggle(),
});
