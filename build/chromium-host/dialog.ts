/** Electron's `dialog`, by zenity or kdialog; tests answer by a file. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isInstalled, output } from "./programs.ts";

interface FileDialogOptions {
  title?: string;
  defaultPath?: string;
  properties?: string[];
  filters?: { name: string; extensions: string[] }[];
}

interface MessageOptions {
  type?: string;
  title?: string;
  message: string;
  detail?: string;
  buttons?: string[];
}

type Kind = "open" | "save" | "message";

/**
 * What a test wants the dialogs to answer: UNDERSTUDY_HOST_DIALOGS names a JSON file with a list of answers,
 * which are used up from the front.
 */
function scriptedAnswer(): unknown {
  const file = process.env.UNDERSTUDY_HOST_DIALOGS;
  if (!file || !existsSync(file)) return undefined;
  const [first, ...rest] = JSON.parse(readFileSync(file, "utf8")) as unknown[];
  writeFileSync(file, JSON.stringify(rest));
  return first;
}

/** Asks by whichever program is there; gives the lines that it printed, null when it was cancelled. */
async function ask(kind: Kind, zenity: string[], kdialog: string[]): Promise<string[] | null> {
  const program = (await isInstalled("zenity")) ? "zenity" : (await isInstalled("kdialog")) ? "kdialog" : "";
  if (program === "") {
    throw new Error(`neither zenity nor kdialog is installed, one of which shows the ${kind} dialog`);
  }
  const { code, text } = await output(program, program === "zenity" ? zenity : kdialog);
  return code === 0 ? text.split("\n").filter(Boolean) : null;
}

const SEPARATOR = ["--multiple", "--separator=\n"];

async function showOpenDialog(
  ...args: [FileDialogOptions] | [unknown, FileDialogOptions]
): Promise<{ canceled: boolean; filePaths: string[] }> {
  const scripted = scriptedAnswer();
  if (scripted !== undefined) return scripted as { canceled: boolean; filePaths: string[] };
  const options = args.at(-1) as FileDialogOptions;
  const { title = "", defaultPath = "", properties = [], filters = [] } = options;
  const isFolder = properties.includes("openDirectory");
  const isMany = properties.includes("multiSelections");
  const paths = await ask(
    "open",
    [
      "--file-selection",
      `--title=${title}`,
      ...(defaultPath ? [`--filename=${defaultPath}`] : []),
      ...(isFolder ? ["--directory"] : []),
      ...(isMany ? SEPARATOR : []),
      ...filters.map(({ name, extensions }) => `--file-filter=${name} | ${globs(extensions)}`),
    ],
    [
      isFolder ? "--getexistingdirectory" : "--getopenfilename",
      defaultPath || ".",
      ...(isFolder ? [] : [filters.map(({ name, extensions }) => `${globs(extensions)}|${name}`).join("\n")]),
      ...(isMany && !isFolder ? ["--multiple", "--separate-output"] : []),
      ...["--title", title],
    ],
  );
  return { canceled: paths === null, filePaths: paths ?? [] };
}

async function showSaveDialog(
  ...args: [FileDialogOptions] | [unknown, FileDialogOptions]
): Promise<{ canceled: boolean; filePath: string }> {
  const scripted = scriptedAnswer();
  if (scripted !== undefined) return scripted as { canceled: boolean; filePath: string };
  const { title = "", defaultPath = "" } = args.at(-1) as FileDialogOptions;
  const paths = await ask(
    "save",
    ["--file-selection", "--save", "--confirm-overwrite", `--title=${title}`, `--filename=${defaultPath}`],
    ["--getsavefilename", defaultPath || ".", "--title", title],
  );
  return { canceled: paths === null, filePath: paths?.[0] ?? "" };
}

function showErrorBox(title: string, content: string): void {
  process.stderr.write(`${title}\n${content}\n`);
}

async function showMessageBox(
  ...args: [MessageOptions] | [unknown, MessageOptions]
): Promise<{ response: number }> {
  const scripted = scriptedAnswer();
  if (scripted !== undefined) return scripted as { response: number };
  const { title = "", message, detail = "" } = args.at(-1) as MessageOptions;
  const text = [message, detail].filter(Boolean).join("\n\n");
  const answer = await ask(
    "message",
    ["--info", "--no-markup", `--title=${title}`, `--text=${text}`],
    ["--msgbox", text, "--title", title],
  );
  return { response: answer === null ? 1 : 0 };
}

const globs = (extensions: string[]) => extensions.map((extension) => `*.${extension}`).join(" ");

export const dialog = { showOpenDialog, showSaveDialog, showMessageBox, showErrorBox };
