/** Schedulers: how a run of a diffusion model goes from noise to a picture. */
import { z } from "zod";
import { Problem } from "#contract/problem.ts";
import { readConfig } from "./config.ts";
import { ddim } from "./ddim.ts";
import { dpmSolverMultistep } from "./dpm-solver-multistep.ts";
import { eulerAncestral } from "./euler-ancestral.ts";
import { eulerDiscrete } from "./euler-discrete.ts";
import { flowMatchEuler } from "./flow-match-euler.ts";
import { lcm } from "./lcm.ts";
import { pndm } from "./pndm.ts";
import type { RunOptions, Scheduler } from "./scheduler.ts";
import { uniPc } from "./unipc.ts";

export { parseSchedulerConfig } from "./config.ts";
export type { RunOptions, Scheduler } from "./scheduler.ts";

const SCHEDULERS = new Map<string, (config: unknown, options: RunOptions) => Scheduler>([
  ["DDIMScheduler", ddim],
  ["DPMSolverMultistepScheduler", dpmSolverMultistep],
  ["EulerAncestralDiscreteScheduler", eulerAncestral],
  ["EulerDiscreteScheduler", eulerDiscrete],
  ["FlowMatchEulerDiscreteScheduler", flowMatchEuler],
  ["LCMScheduler", lcm],
  ["PNDMScheduler", pndm],
  ["UniPCMultistepScheduler", uniPc],
]);

const ClassName = z.object({ _class_name: z.string({ error: "it is missing" }) });

/**
 * The scheduler for one run, from scheduler_config.json as diffusers writes it
 * (see parseSchedulerConfig): `_class_name` chooses, fields without meaning are
 * passed over, and those that are missing or null have diffusers' defaults.
 * Throws Problem "corrupt-pack" for a class or a field that cannot be used, and
 * "bad-input" for steps or a strength with which no run is possible.
 */
export function createScheduler(config: unknown, options: RunOptions): Scheduler {
  const { _class_name: name } = readConfig(ClassName, config);
  const create = SCHEDULERS.get(name);
  if (create) return create(config, options);
  throw new Problem(
    "corrupt-pack",
    `The scheduler "${name}" is not supported.`,
    `Supported: ${[...SCHEDULERS.keys()].join(", ")}. Set _class_name in scheduler/scheduler_config.json to one of these.`,
  );
}
