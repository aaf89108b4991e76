/** What the calls about the machine do. */
import type { MACHINE_CALLS } from "#contract/ipc/machine.ts";
import { examine, examineLibraryAside } from "#main/doctor/index.ts";
import { cachedProbe } from "#main/inference/index.ts";
import { examineMachine } from "#main/machine/index.ts";
import { examinePacks } from "#main/packs/index.ts";
import type { Handlers } from "../ipc.ts";
import type { Studio } from "../studio.ts";

export function machineHandlers({ home, emit }: Studio): Handlers<keyof typeof MACHINE_CALLS> {
  return {
    "machine.get": () => examineMachine(home),
    "machine.probe": async () => {
      const machine = await examineMachine(home, { afresh: true });
      emit("machine.changed", machine);
      return machine;
    },
    "machine.doctor": () =>
      examine({
        home: home.root,
        sqlite: () => examineLibraryAside(home),
        packs: () => examinePacks(home),
        probe: () => cachedProbe(home.providers),
      }),
  };
}
