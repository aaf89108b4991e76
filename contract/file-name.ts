/** Names of files that leave the library, by a pattern that the user chooses. */
const MOST_CHARACTERS = 100;
/** What no file system of ours takes in a name, and what would hide it or leave the folder. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
const FORBIDDEN = /[<>:"/\\|?*\u0000-\u001f\u007f]+/g;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

export interface Named {
  id: string;
  title: string;
  createdAt: number;
  seed: number | null;
}

/** The name of an item's files, without extension: `{date} {title}` -> `2026-03-01 a red fox`. Never empty. */
export function exportName(pattern: string, { id, title, createdAt, seed }: Named): string {
  const [date = "", time = ""] = localTime(createdAt).split(" ");
  const values: Record<string, string> = {
    ...{
      date,
      time,
      title: title.slice(0, MOST_CHARACTERS),
      id: id.slice(-12),
      seed: seed === null ? "" : String(seed),
    },
  };
  const filled = pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const name = filled
    .normalize("NFC")
    .replace(FORBIDDEN, " ")
    .replace(/\s+/g, " ")
    .slice(0, MOST_CHARACTERS)
    .replace(/^[. ]+|[. ]+$/g, "");
  if (name === "") return id.slice(-12);
  return RESERVED.test(name) ? `_${name}` : name;
}

/** "2026-03-01 14-05-09", in the time of this machine. */
function localTime(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${[two(date.getHours()), two(date.getMinutes()), two(date.getSeconds())].join("-")}`;
}
