/** Calls about what this machine can do. */
import { z } from "zod";
import { DoctorReport } from "../doctor.ts";
import { Machine } from "../machine.ts";
import { call } from "./define.ts";

export const MACHINE_CALLS = {
  /** Providers and encoders that work: what was found before, as long as the machine is the same. */
  "machine.get": call(z.void(), Machine),
  /** Tries them all again; takes up to a minute. */
  "machine.probe": call(z.void(), Machine),
  /** Everything that a draft needs, really tried. */
  "machine.doctor": call(z.void(), DoctorReport),
};

export const MACHINE_EVENTS = {
  "machine.changed": Machine,
};
