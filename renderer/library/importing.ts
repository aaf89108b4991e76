/** Bringing media in: by dialog, by drop and by paste. */
import i18next from "i18next";
import { useEffect } from "react";
import { UPLOAD_CHUNK } from "#contract/library.ts";
import { request } from "../app/bridge.ts";
import { filesOf } from "../ui/DropZone.tsx";
import { toastProblem } from "../ui/toasts.tsx";

/** Lets the user choose files to import. */
export async function importChosen(): Promise<void> {
  try {
    const paths = await request("app.chooseFiles", { title: i18next.t("library:import.choose"), many: true });
    if (paths.length > 0) await request("library.import", { paths });
  } catch (error) {
    toastProblem(error);
  }
}

/** Lets the user choose a backup folder of Sora. */
export async function importSora(): Promise<void> {
  try {
    const folder = await request("app.chooseFolder", { title: i18next.t("library:import.chooseSora") });
    if (folder !== null) await request("library.importSora", { folder });
  } catch (error) {
    toastProblem(error);
  }
}

/** Imports files that were dropped or pasted: a page is given their content, not their place. */
export async function importFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  try {
    const uploads: string[] = [];
    for (const file of files) uploads.push(await upload(file));
    await request("library.importUploads", { uploads });
  } catch (error) {
    toastProblem(error);
  }
}

/** Imports what is pasted, as long as the component is there. */
export function usePasteImport(): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => void importFiles(filesOf(event.clipboardData));
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, []);
}

async function upload(file: File): Promise<string> {
  const id = await request("library.beginUpload", { name: file.name || "pasted" });
  for (let start = 0; start < file.size; start += UPLOAD_CHUNK) {
    const bytes = new Uint8Array(await file.slice(start, start + UPLOAD_CHUNK).arrayBuffer());
    await request("library.appendUpload", { id, bytes });
  }
  return id;
}
