/** What this machine can do, remembered until it changes: execution providers and video encoders. */
export { chooseEncoder, requireEncoder } from "./encoders.ts";
export { examineMachine } from "./examine.ts";
