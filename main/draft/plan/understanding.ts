/** From the reader's probabilities to what was said, what is unclear and what is unknown. */
import type { Reading } from "#contract/engine.ts";
import { READER_ATTRIBUTES, type ReaderAttribute, SOUNDS, type Sound } from "#contract/scenery.ts";

/** Below this the most likely class is told as unclear. */
const SURE = 0.6;
const SOUND_HEARD = 0.5;
/**
 * What "not mentioned" counts for beside the words, where it is less than 1: the reader passes over weather
 * and moods more often than it makes them up. Chosen on the dev half of the held-out prompts and on the
 * prompts by hand that each member of the reader was not trained on.
 */
const NONE_COUNTS: Partial<Record<ReaderAttribute, number>> = { weather: 0.5, mood: 0.5 };
/** Below this a word is left out rather than taken: a colour that nobody meant spoils the whole picture. */
const LEAST: Partial<Record<ReaderAttribute, number>> = { colour: 0.4 };

type Words = { [A in ReaderAttribute]: (typeof READER_ATTRIBUTES)[A][number] };

export interface Understanding {
  /** What was said, by attribute; what was not said is missing. */
  said: Partial<Words>;
  /** Attributes whose word (in `said`, or missing) is not sure. */
  unclear: ReaderAttribute[];
  sounds: Sound[];
  /** Words of the prompt that name what the pack cannot draw, as the user wrote them. */
  unknown: string[];
}

/** `text` is what was read. */
export function understand(reading: Reading, text: string): Understanding {
  const said: Partial<Record<ReaderAttribute, string>> = {};
  const unclear: ReaderAttribute[] = [];
  for (const attribute of Object.keys(READER_ATTRIBUTES) as ReaderAttribute[]) {
    const probabilities = reading.attributes[attribute]!;
    const best = likeliest(probabilities, NONE_COUNTS[attribute] ?? 1);
    if (best > 0 && probabilities[best]! >= (LEAST[attribute] ?? 0))
      said[attribute] = READER_ATTRIBUTES[attribute][best - 1]!;
    if (probabilities[best]! < SURE) unclear.push(attribute);
  }
  return {
    said: said as Partial<Words>,
    unclear,
    sounds: SOUNDS.filter((_, index) => reading.sounds[index]! >= SOUND_HEARD),
    unknown: unknownWords(reading, text),
  };
}

/** The index of the likeliest class, "not mentioned" being the first. */
function likeliest([none, ...words]: readonly number[], noneCounts: number): number {
  const best = Math.max(...words);
  return best > none! * noneCounts ? 1 + words.indexOf(best) : 0;
}

/** Neighbouring unknown pieces are one name: "paper boat", 海象. Each name once. */
export function unknownWords(reading: Reading, text: string): string[] {
  const spans: { start: number; end: number }[] = [];
  for (const token of reading.tokens) {
    if (token.tag !== "unknown") continue;
    const last = spans.at(-1);
    if (last && /^[\s'’-]*$/.test(text.slice(last.end, token.start))) last.end = token.end;
    else spans.push({ start: token.start, end: token.end });
  }
  const names = spans
    .map(({ start, end }) => text.slice(start, end))
    .filter((name) => /[\p{L}\p{N}]/u.test(name));
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}
