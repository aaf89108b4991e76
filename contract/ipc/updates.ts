/** Calls about newer versions of the program. Nothing is asked of anybody but by them, and nothing is installed. */
import { z } from "zod";
import { call } from "./define.ts";

export const Update = z.object({
  /** The newest version that is published. */
  version: z.string(),
  /** Whether it comes after the one that runs. */
  isNewer: z.boolean(),
});
export type Update = z.infer<typeof Update>;

export const UPDATES_CALLS = {
  /** Who would be asked: a host's name. */
  "updates.host": call(z.void(), z.string()),
  /** Asks that host, once. Fails with "unreachable". */
  "updates.check": call(z.void(), Update),
  /** Opens the page of the releases in the user's browser. */
  "updates.open": call(z.void(), z.void()),
};
