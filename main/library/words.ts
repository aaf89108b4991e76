/** What an item is found by: its prompt, the words of its storyboard in both languages, names and tags. */
import type { SceneryWord } from "#contract/scenery-names.ts";
import { SCENERY_NAMES } from "#contract/scenery-names.ts";
import type { Storyboard } from "#contract/storyboard.ts";

function namesOf(words: Iterable<SceneryWord | null>): string[] {
  const names = new Set<string>();
  for (const word of words) {
    if (word === null) continue;
    for (const name of [...SCENERY_NAMES[word].en, ...SCENERY_NAMES[word].zh]) names.add(name);
  }
  return [...names];
}

/** The words of a generation, its tags left out. */
export function generationWords(prompt: string, storyboard: Storyboard, pack: string): string {
  const { shots, sounds, notes } = storyboard;
  const scenery = shots.flatMap(({ setting, time, weather, season, look, mood, camera, colour, change }) => [
    ...[setting, time, weather, season, look, mood],
    ...(camera === "static" ? [] : [camera]),
    ...[colour, change],
  ]);
  return [
    prompt,
    ...namesOf([...scenery, ...sounds.map(({ sound }) => sound)]),
    ...notes.flatMap(({ subject, message }) => [subject, message]),
    pack,
  ].join(" ");
}

/** The words of something imported, its tags left out. */
export function importWords(fileName: string, prompt: string | null, origin: string | null): string {
  // Names of files join their words with dots, dashes and underscores.
  return [fileName, fileName.replace(/[._-]+/g, " "), prompt ?? "", origin ?? ""].join(" ");
}
