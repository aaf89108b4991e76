/** The system's dialogs for files. What the user chooses is remembered as chosen. */
import { existsSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { BrowserWindow, dialog, type OpenDialogOptions } from "electron";
import type { CallOutput } from "#contract/ipc.ts";
import { Problem } from "#contract/problem.ts";
import type { ChosenPaths } from "./chosen.ts";

type Filters = NonNullable<OpenDialogOptions["filters"]>;

/** Lets the user choose files or folders; none when they cancel. */
export async function chooseOpen(
  chosen: ChosenPaths,
  options: { title?: string | undefined; properties: OpenDialogOptions["properties"]; filters?: Filters },
): Promise<CallOutput<"app.chooseFiles">> {
  const { title = "", properties = [], filters = [] } = options;
  const { filePaths } = await shown(() => dialog.showOpenDialog(...parent(), { title, properties, filters }));
  for (const path of filePaths) chosen.add(path);
  return filePaths;
}

/** Where a file was saved last in this run: the next one often belongs beside it. */
let savedIn: string | undefined;

/** Lets the user name a file to write; null when they cancel. */
export async function chooseSave(
  chosen: ChosenPaths,
  {
    title = "",
    name,
    folder,
    filters,
  }: { title?: string | undefined; name: string; folder: string; filters: Filters },
): Promise<string | null> {
  const options = { title, defaultPath: join(savedIn ?? folder, name), filters };
  const { canceled, filePath } = await shown(() => dialog.showSaveDialog(...parent(), options));
  if (canceled || !filePath) return null;
  const path = withExtension(filePath, filters);
  savedIn = dirname(path);
  chosen.add(path);
  return path;
}

/** Not every dialog adds the extension that was left out. What is there already was not asked about, and stays. */
function withExtension(path: string, [filter]: Filters): string {
  const [extension] = filter?.extensions ?? [];
  if (extension === undefined || extname(path).toLowerCase() === `.${extension}`) return path;
  const complete = `${path}.${extension}`;
  return existsSync(complete) ? path : complete;
}

/** The window that a dialog belongs to, as first argument, if there is one. */
function parent(): [BrowserWindow] {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) throw new Problem("cancelled", "There is no window to ask from.", "Open the window again.");
  return [window];
}

async function shown<Result>(show: () => Promise<Result>): Promise<Result> {
  try {
    return await show();
  } catch (error) {
    throw new Problem(
      "missing-tool",
      `The system's file dialog could not be shown: ${error instanceof Error ? error.message : error}.`,
      "Install what is named, and try again.",
      {
        cause: error,
        text: {
          key: "dialog-broken",
          values: { detail: error instanceof Error ? error.message : `${error}` },
        },
      },
    );
  }
}
