/** What the calls about storage do. */
import type { STORAGE_CALLS } from "#contract/ipc/storage.ts";
import { missingPlaces } from "#main/home.ts";
import type { Handlers } from "../ipc.ts";
import type { Studio } from "../studio.ts";

export function storageHandlers({
  home,
  storage,
  emit,
  chosen,
}: Studio): Handlers<keyof typeof STORAGE_CALLS> {
  const changed = () => emit("storage.changed", {});
  return {
    "storage.trouble": () => ({
      missing: missingPlaces(home).map((place) => ({ place, folder: home[place] })),
      damaged: storage.damagedPlaces(),
    }),
    "storage.rewritePlaces": async () => {
      await storage.rewritePlaces();
      changed();
    },
    "storage.report": () => storage.report(),
    "storage.move": () => storage.move,
    "storage.startMove": ({ place, folder }) =>
      storage.startMove(place, folder === null ? null : chosen.require(folder)),
    "storage.stopMove": () => storage.stopMove(),
    "storage.resumeMove": () => storage.resumeMove(),
    "storage.undoMove": () => storage.undoMove(),
    "storage.relocate": async ({ place, folder }) => {
      await storage.relocate(place, chosen.require(folder));
      changed();
    },
    "storage.forget": async ({ place }) => {
      await storage.forget(place);
      changed();
    },
    "storage.clean": async ({ kind }) => {
      const bytes = await storage.clean(kind);
      changed();
      return { bytes };
    },
  };
}
