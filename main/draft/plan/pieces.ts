/** Splits a text as the reader's tokenizer does, keeping where each piece stands in the text. */

export interface Piece {
  text: string;
  /** UTF-16 offsets, half-open. */
  start: number;
  end: number;
}

const SPACE = /^\s$/u;
const CJK = /^[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]$/u;
/** What BERT's pre-tokenizer calls punctuation: Unicode's, and every ASCII symbol. */
const PUNCTUATION = /^[\p{P}!-/:-@[-`{-~]$/u;

/**
 * Words, single CJK characters and single punctuation marks, in order. Encoding the pieces one by one gives
 * the ids of the whole text (a test proves it), which is how every id knows its place.
 */
export function splitPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let at = 0;
  const flush = () => {
    if (start < at) pieces.push({ text: text.slice(start, at), start, end: at });
  };
  for (const char of text) {
    const alone = CJK.test(char) || PUNCTUATION.test(char);
    if (alone || SPACE.test(char)) {
      flush();
      if (alone) pieces.push({ text: char, start: at, end: at + char.length });
      start = at + char.length;
    }
    at += char.length;
  }
  flush();
  return pieces;
}
