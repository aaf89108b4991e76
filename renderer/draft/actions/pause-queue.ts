import { IconPlayerPause } from "@tabler/icons-react";
import { action } from "../../actions/action.ts";
import { call } from "../../app/bridge.ts";
import { useQueue } from "../queue.ts";

export default action({
  id: "queue.pause",
  icon: IconPlayerPause,
  when: () => useQueue.getState().state?.paused === false,
  run: () => call("queue.pause"),
});
