/** What the calls about packs do. */
import type { PACKS_CALLS } from "#contract/ipc/packs.ts";
import { cachedProbe } from "#main/inference/index.ts";
import { detailPack, isHubSource, removePack, summarisePacks } from "#main/packs/index.ts";
import type { Handlers } from "../ipc.ts";
import type { Studio } from "../studio.ts";

export function packsHandlers({
  home,
  packOperations,
  chosen,
  emit,
}: Studio): Handlers<keyof typeof PACKS_CALLS> {
  return {
    "packs.list": async () => summarisePacks(home, await cachedProbe(home.providers)),
    "packs.get": async ({ id }) => detailPack(id, home, await cachedProbe(home.providers)),
    "packs.add": (wish) => {
      if (!isHubSource(wish.source)) chosen.require(wish.source);
      return { operation: packOperations.add(wish) };
    },
    "packs.verify": ({ id }) => ({ operation: packOperations.verify(id) }),
    "packs.operations": () => packOperations.list(),
    "packs.pause": ({ operation }) => packOperations.pause(operation),
    "packs.resume": ({ operation }) => packOperations.resume(operation),
    "packs.cancel": ({ operation }) => packOperations.cancel(operation),
    "packs.dismiss": ({ operation }) => packOperations.dismiss(operation),
    "packs.remove": async ({ id }) => {
      const { kept } = await removePack(id, home);
      emit("packs.changed", {});
      return { kept };
    },
  };
}
