import { IconMaximize } from "@tabler/icons-react";
import { action } from "./action.ts";

export default action({
  id: "window.fullscreen",
  icon: IconMaximize,
  run: () =>
    document.fullscreenElement === null
      ? document.documentElement.requestFullscreen()
      : document.exitFullscreen(),
});
