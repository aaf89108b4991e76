/**
 * How text is cut into words for full-text search. SQLite's tokenizer parts
 * words at spaces and punctuation, which Chinese does not have: each Han
 * character becomes a word of its own, and a run of them in a query a phrase.
 */
const HAN = /\p{Script=Han}/u;
const WORD = /\p{Script=Han}+|[\p{L}\p{N}\p{M}]+/gu;

/** The text to put in the index. */
export function indexWords(text: string): string {
  return (text.normalize("NFKC").match(/\p{Script=Han}|[^\p{Script=Han}]+/gu) ?? []).join(" ");
}

/** An FTS5 query that wants every word of `text`, the last letters being open; null when it has no word. */
export function searchQuery(text: string): string | null {
  const runs = separateHan(text.normalize("NFKC")).match(WORD) ?? [];
  if (runs.length === 0) return null;
  return runs.map((run) => (HAN.test(run) ? `"${[...run].join(" ")}"` : `"${run}"*`)).join(" ");
}

function separateHan(text: string): string {
  return text.replace(/(\p{Script=Han}+)/gu, " $1 ");
}
