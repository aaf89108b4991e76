/** The licence of a pack: its name, and the text that is kept and shown. */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

export interface Licence {
  /** As the pack gives it, such as "creativeml-openrail-m"; undefined when it says nothing. */
  name?: string;
  /** File with the text, from the pack's folder. */
  file?: string;
}

const LICENCE_TEXT = /^(?:licen[cs]e|copying)(?:[._-]|$)/i;
const DESCRIPTION = /^(?:readme|model_?card)(?:\.|$)/i;
const MAX_TEXT_CHARACTERS = 100_000;

/** What the files of a pack say of its licence: a licence file, else the description that names one. */
export async function findLicence(dir: string, files: readonly string[]): Promise<Licence> {
  const { license, license_name } = await frontMatter(dir, files);
  const name = license === "other" ? (license_name ?? license) : license;
  const file =
    files.find((path) => LICENCE_TEXT.test(basename(path))) ??
    files.find((path) => name !== undefined && DESCRIPTION.test(basename(path))) ??
    files.find((path) => /^model_?card$/i.test(basename(path)));
  return { ...(name !== undefined && { name }), ...(file !== undefined && { file }) };
}

/** The licence's text, without what would write over a terminal. */
export async function licenceText(path: string): Promise<string> {
  const text = await readFile(path, "utf8");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is removed
  return text.slice(0, MAX_TEXT_CHARACTERS).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}

/**
 * The plain fields at the head of a model card (README.md between two lines of `---`), as the hub's
 * repositories have them. Only `name: value` is read: nothing that we ask for is nested.
 */
export async function frontMatter(dir: string, files: readonly string[]): Promise<Record<string, string>> {
  const readme = files.find((path) => path.toLowerCase() === "readme.md");
  if (readme === undefined) return {};
  const text = await readFile(join(dir, readme), "utf8").catch(() => "");
  const [first, ...lines] = text.slice(0, MAX_TEXT_CHARACTERS).split(/\r?\n/);
  if (first !== "---") return {};
  const fields: Record<string, string> = {};
  for (const line of lines.slice(0, Math.max(0, lines.indexOf("---")))) {
    const [, name, value] = /^(\w+):(.*)$/.exec(line) ?? [];
    if (name !== undefined && value?.trim()) fields[name] = value.trim().replaceAll(/^["']|["']$/g, "");
  }
  return fields;
}
