/** Saves a copy of an item's file where the user wants it, and says where it is. */
import i18next from "i18next";
import { exportName } from "#contract/file-name.ts";
import type { ItemDetails } from "#contract/library.ts";
import { CallProblem, on, request } from "../app/bridge.ts";
import { progressToast } from "../ui/progress-toast.tsx";
import { toastOffering, toastProblem } from "../ui/toasts.tsx";
import { bytes } from "./format.ts";

const NAME_PATTERN = "{date} {title}";

/** Asks for a place and copies there. Nothing happens when the user cancels. */
export async function saveCopy(id: string): Promise<void> {
  try {
    const { name, extension, size } = proposed(await request("library.item", { id }));
    const path = await request("app.saveAs", {
      title: i18next.t("library:copy.choose"),
      name: name + extension,
      filters:
        extension === ""
          ? []
          : [{ name: extension.slice(1).toUpperCase(), extensions: [extension.slice(1)] }],
    });
    if (path === null) return;
    await copying(id, path, i18next.t("library:copy.saving", { size: bytes(size) }));
    toastOffering(i18next.t("library:copy.saved", { path }), {
      label: i18next.t("library:copy.show"),
      run: () => request("app.revealFile", { path }),
    });
  } catch (error) {
    if (!(error instanceof CallProblem) || error.code !== "cancelled") toastProblem(error);
  }
}

/** The name that a copy may have, with the size of the file. */
function proposed({ files, generation, imported, ...item }: ItemDetails) {
  const file = files.find(({ role }) => role === "clip" || role === "original");
  const extension = /\.[a-z0-9]+$/.exec(file?.url ?? "")?.[0] ?? "";
  const title = imported?.fileName.replace(/\.[^.]+$/, "");
  const seed = generation?.request.seed ?? null;
  return {
    name: exportName(title === undefined ? NAME_PATTERN : "{title}", {
      ...item,
      title: title ?? item.title,
      seed,
    }),
    extension,
    size: file?.bytes ?? 0,
  };
}

async function copying(id: string, path: string, words: string): Promise<void> {
  let task: string | undefined;
  const progress = progressToast(words, () => {
    if (task !== undefined) void request("library.cancelTask", { id: task }).catch(toastProblem);
  });
  const end = on("library.task", ({ id: told, kind, current, fraction, done }) => {
    if (kind !== "copy" || current !== path) return;
    task = told;
    progress.update(done === 1 ? 1 : fraction);
  });
  try {
    await request("library.saveCopy", { id, path });
  } finally {
    end();
    progress.close();
  }
}
