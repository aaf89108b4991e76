import { IconPlayerPlay } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { call } from "../../app/bridge.ts";
import { useQueue } from "../queue.ts";

export default action({
  id: "queue.resume",
  icon: IconPlayerPlay,
  when: () => useQueue.getState().state?.paused === true,
  run: () => call("queue.resume"),
});
