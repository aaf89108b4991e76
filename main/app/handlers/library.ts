/** What the calls about the library do. */
import type { LIBRARY_CALLS } from "#contract/ipc/library.ts";
import type { Handlers } from "../ipc.ts";
import type { Studio } from "../studio.ts";
import { revealFile } from "../system-programs.ts";

export function libraryHandlers({
  library,
  repositories,
  services,
  chosen,
}: Studio): Handlers<keyof typeof LIBRARY_CALLS> {
  const { items, collections, trash } = repositories;
  const { tasks, importer, exporter } = services;
  return {
    "library.page": ({ query, offset, limit }) => items.page(query, offset, limit),
    "library.ids": ({ query, offset, limit }) => items.ids(query, offset, limit),
    "library.offsetOf": ({ query, id }) => items.offsetOf(query, id),
    "library.facets": () => items.facets(),
    "library.item": async ({ id }) => {
      await services.proxies.want(id);
      return library.item(id);
    },
    "library.lineage": ({ id }) => items.lineage(id),
    "library.rate": ({ selection, rating }) => items.rate(selection, rating),
    "library.tag": ({ selection, add, remove }) => items.tag(selection, add, remove),
    "library.collect": ({ selection, collection, present }) => items.collect(selection, collection, present),
    "library.trash": ({ selection }) => items.trash(selection),
    "library.restore": ({ selection }) => items.restore(selection),
    "library.erase": ({ selection }) => trash.erase(selection),
    "library.emptyTrash": () => trash.empty(),
    "library.undo": ({ token }) => items.undo(token),
    "library.createCollection": ({ name }) => collections.create(name),
    "library.renameCollection": ({ id, name }) => collections.rename(id, name),
    "library.removeCollection": ({ id }) => collections.remove(id),
    "library.import": ({ paths }) => importer.importFiles(paths.map((path) => chosen.require(path))),
    "library.beginUpload": ({ name }) => importer.uploads.begin(name),
    "library.appendUpload": ({ id, bytes }) => importer.uploads.append(id, bytes),
    "library.importUploads": ({ uploads }) => importer.importUploads(uploads),
    "library.importSora": ({ folder }) => importer.importSora(chosen.require(folder)),
    "library.export": async ({ selection, ...options }) => {
      chosen.require(options.folder);
      return exporter.export(await items.selectedIds(selection), options);
    },
    "library.saveCopy": ({ id, path }) => exporter.saveCopy(library.fileOf(id), chosen.require(path)),
    "library.reveal": ({ id }) => revealFile(library.fileOf(id)),
    "library.tasks": () => tasks.list(),
    "library.cancelTask": ({ id }) => tasks.cancel(id),
    "library.clearTasks": () => tasks.clear(),
  };
}
