/** What is done with items, each with its toast and its way back. */
import i18next from "i18next";
import type { Changed, ExportFormat, ExportPart, Selection } from "#contract/library.ts";
import { request } from "../app/bridge.ts";
import { toast, toastProblem } from "../ui/toasts.tsx";
import { change, NOTHING } from "./state.ts";

/** Makes a change, tells of it, and offers to take it back. */
async function make(changing: Promise<Changed>, told: (count: number) => string): Promise<void> {
  try {
    const { changed, undo } = await changing;
    if (changed === 0) return;
    toast(
      told(changed),
      undo === null ? undefined : () => request("library.undo", { token: undo }).then(() => {}),
    );
  } catch (error) {
    toastProblem(error);
  }
}

const count = (key: "toast.rated" | "toast.tagged" | "toast.untagged") => (n: number) =>
  i18next.t(`library:${key}`, { count: n });

export const rate = (selection: Selection, rating: number) =>
  make(request("library.rate", { selection, rating }), count("toast.rated"));

export const addTag = (selection: Selection, tag: string) =>
  make(request("library.tag", { selection, add: [tag] }), count("toast.tagged"));

export const removeTag = (selection: Selection, tag: string) =>
  make(request("library.tag", { selection, remove: [tag] }), count("toast.untagged"));

export const collect = (selection: Selection, collection: string, name: string, present: boolean) =>
  make(request("library.collect", { selection, collection, present }), (n) =>
    present
      ? i18next.t("library:toast.collected", { count: n, name })
      : i18next.t("library:toast.uncollected", { count: n, name }),
  );

export async function trash(selection: Selection): Promise<void> {
  change({ selected: NOTHING });
  await make(request("library.trash", { selection }), (n) =>
    i18next.t("library:toast.trashed", { count: n }),
  );
}

export async function restore(selection: Selection): Promise<void> {
  change({ selected: NOTHING });
  await make(request("library.restore", { selection }), (n) =>
    i18next.t("library:toast.restored", { count: n }),
  );
}

export async function erase(selection: Selection): Promise<void> {
  change({ selected: NOTHING });
  await told(request("library.erase", { selection }), (n) => i18next.t("library:toast.erased", { count: n }));
}

export async function emptyTrash(): Promise<void> {
  await told(request("library.emptyTrash", undefined), (n) =>
    i18next.t("library:toast.erased", { count: n }),
  );
}

async function told(changing: Promise<number>, words: (count: number) => string): Promise<void> {
  try {
    toast(words(await changing));
  } catch (error) {
    toastProblem(error);
  }
}

export const removeCollection = (id: string, name: string) =>
  make(request("library.removeCollection", { id }), () =>
    i18next.t("library:toast.collectionRemoved", { name }),
  );

export async function exportTo(
  selection: Selection,
  wish: { parts: ExportPart[]; format: ExportFormat; pattern: string },
): Promise<void> {
  try {
    const folder = await request("app.chooseFolder", { title: i18next.t("library:export.choose") });
    if (folder !== null) await request("library.export", { selection, folder, ...wish });
  } catch (error) {
    toastProblem(error);
  }
}

/** Shows an item's file in the system's file manager. */
export async function reveal(id: string): Promise<void> {
  try {
    await request("library.reveal", { id });
  } catch (error) {
    toastProblem(error);
  }
}
