/** Where a prompt breaks into shots. */

/** One shot's words in the prompt. */
export interface Segment {
  text: string;
  /** UTF-16 offset in the prompt. */
  start: number;
}

export const MOST_SHOTS = 4;

/**
 * What people write between shots: numbered shots, line breaks, "then", "cut to", "next:", 然后, 镜头切到.
 * "next to" and "since then" are no breaks.
 */
const BREAKS = [
  String.raw`\s*\n\s*`,
  String.raw`(?:^|[\s,.;:，。；、]+)(?:shot|scene|clip)\s*#?\d{1,2}\s*[:.)\-–—：]\s*`,
  String.raw`(?:^|[\s,.;:，。；、]+)第[一二三四五六七八\d]{1,2}(?:个镜头|幕|镜|个场景)\s*[:：，,、]?\s*`,
  String.raw`(?:^|[\s,.;:，。；、]+)(?:镜头|画面|场景)[一二三四五六七八\d]{1,2}\s*[:：，,、]\s*`,
  String.raw`(?:^|\n|[,.;，。；]\s*)\(?\d{1,2}[.)、]\s+(?=\D)`,
  String.raw`[\s,.;—–-]*\b(?:(?:and|but|we)\s+)*(?:(?:hard |smash |match |jump )?cuts?\s+to|(?:dissolves?|fades?|switch(?:es)?|transitions?)\s+(?:in)?to|followed by|after that|afterwards)\b\s*[:,]?\s*`,
  String.raw`(?:^|[\s,.;—–-]+)(?<!\b(?:since|until|till|by|even|back|from|every now and|now and)\s)(?:and\s+|but\s+)?then\b\s*[:,]?\s*(?:we (?:see|cut to)\s+)?`,
  String.raw`[,.;]\s*(?:and\s+)?(?:next|finally|lastly)\b(?!\s+to\b)\s*[:,]?\s*`,
  String.raw`[\s,.;，。；、]*(?:然后|接着|随后|紧接着|接下来|之后切到|镜头切换?[到至]|画面切换?[到至]|切换?[到至]|转场[到至]?|转到|下一个?镜头|下一幕|再切到)\s*[:：，,是]?\s*`,
  String.raw`[,.;，。；]\s*最后\s*[:：，,]?\s*`,
].join("|");

/** The prompt's segments, at least one for a prompt that is not blank; words that break are in none of them. */
export function splitShots(prompt: string): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  const add = (end: number) => {
    const text = prompt.slice(start, end);
    if (/[\p{L}\p{N}]/u.test(text)) segments.push({ text, start });
  };
  for (const match of prompt.matchAll(new RegExp(BREAKS, "giu"))) {
    if (match.index < start) continue;
    add(match.index);
    start = match.index + match[0].length;
  }
  add(prompt.length);
  return segments.length > 0 ? segments : [{ text: prompt, start: 0 }];
}

/** Splits `frames` into `shots` lengths that differ by at most one and add up. */
export function shareFrames(frames: number, shots: number): number[] {
  return Array.from(
    { length: shots },
    (_, i) => Math.floor(((i + 1) * frames) / shots) - Math.floor((i * frames) / shots),
  );
}
