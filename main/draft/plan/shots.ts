/** Where a prompt breaks into shots. */

/** One shot's words in the prompt. */
export interface Segment {
  text: string;
  /** UTF-16 offset in the prompt. */
  start: number;
}

export const MOST_SHOTS = 4;

const NUMBER = String.raw`[一二三四五六七八九十\d]{1,2}`;
/** At the start of a clause: after punctuation or at a line's start. */
const CLAUSE = String.raw`(?<=(?:^|[\n.,;:，。；：、])\s*)`;

/**
 * What people write between shots: line breaks, numbered shots, "then", "cut to", "; next", 然后, 镜头切到.
 * "next to", "since then" and "now and then" are no breaks.
 */
const BREAK = new RegExp(
  [
    String.raw`\n`,
    String.raw`${CLAUSE}(?:shot|scene|clip)\s*#?\d{1,2}\s*[:.)–—-]`,
    `${CLAUSE}第${NUMBER}(?:个镜头|个场景|幕|镜)`,
    String.raw`${CLAUSE}(?:镜头|画面|场景)${NUMBER}\s*(?=[:：，,、])`,
    String.raw`(?<=(?:^|[\n.;。；])\s*)\(?\d{1,2}[.)、]\s+(?=\D)`,
    String.raw`\b(?:and\s+)?(?:(?:hard |smash |match |jump )?cuts?\s+to|(?:dissolves?|fades?|switch(?:es)?|transitions?)\s+(?:in)?to|followed by|after that|afterwards)\b`,
    String.raw`\b(?:(?:and|but)\s+)?(?<!\b(?:since|until|till|by|even|back|from|now and)\s)then\b`,
    String.raw`${CLAUSE}(?:and\s+)?(?:next|finally|lastly)\b(?!\s+to\b)`,
    "(?:然后|紧接着|接着|随后|接下来|(?:镜头|画面)?切换?[到至]|转场[到至]?|下一?个镜头|下一幕)是?",
    `${CLAUSE}最后`,
  ].join("|"),
  "giu",
);
const EDGES = /^[\s,.;:，。；：、–—-]+|[\s,;:，；：、–—-]+$/gu;

/** The prompt's segments, at least one; the words that break, and marks beside them, are in none. */
export function splitShots(prompt: string): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  const add = (end: number) => {
    const whole = prompt.slice(start, end);
    const text = whole.replace(EDGES, "");
    if (/[\p{L}\p{N}]/u.test(text)) segments.push({ text, start: start + whole.indexOf(text) });
  };
  for (const match of prompt.matchAll(BREAK)) {
    add(match.index);
    start = match.index + match[0].length;
  }
  add(prompt.length);
  return segments.length > 1 ? segments : [{ text: prompt, start: 0 }];
}

/** Splits `frames` into `shots` lengths that differ by at most one and add up. */
export function shareFrames(frames: number, shots: number): number[] {
  return Array.from(
    { length: shots },
    (_, i) => Math.floor(((i + 1) * frames) / shots) - Math.floor((i * frames) / shots),
  );
}
