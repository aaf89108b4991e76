/**
 * Fills a library with generations as somebody might have drafted them: varied prompts in both languages,
 * storyboards, looks, packs, ratings, tags, collections, remixes and cameos. One transaction; no media.
 */
import { createHash } from "node:crypto";
import { childSeed, random } from "#contract/random.ts";
import { LOOKS, MOODS, SEASONS, SETTINGS, SOUNDS, TIMES, WEATHERS } from "#contract/scenery.ts";
import { SCENERY_NAMES } from "#contract/scenery-names.ts";
import type { Storyboard } from "#contract/storyboard.ts";
import type { Home } from "#main/home.ts";
import { newId, seedItems } from "./seed-items.fixture.ts";

const WHO_EN = [
  "a red fox",
  "an old lighthouse",
  "two dancers",
  "a paper boat",
  "a street musician",
  "a black cat",
];
const WHO_ZH = ["一只红狐狸", "一座老灯塔", "两位舞者", "一只纸船", "一位街头乐手", "一只黑猫"];
const DOES_EN = [
  "drifts slowly through",
  "waits alone in",
  "runs across",
  "sings to",
  "looks back at",
  "vanishes into",
];
const DOES_ZH = ["缓缓穿过", "独自等在", "奔跑在", "歌唱于", "回望着", "消失在"];
const EXTRA_EN = [
  "handheld",
  "wide shot",
  "shallow focus",
  "slow motion",
  "warm light",
  "grain",
  "soft colours",
];
const EXTRA_ZH = ["手持镜头", "广角", "浅景深", "慢动作", "暖光", "胶片颗粒", "柔和色彩"];
const PACKS = ["backlot", "backlot", "backlot", "sd-turbo", "lcm-dreamshaper", "animatediff"];
const TAGS = ["favourite", "draft", "client", "reel", "moody", "test", "待定", "精选"];
const DAY_MS = 24 * 60 * 60 * 1000;

export interface Seeded {
  generations: number;
  /** People who may be in them. */
  cameos?: number;
  seed?: number;
  /** The newest is of this time. */
  now?: number;
}

/** Seeds the library of `home`, making it where there is none. */
export async function seedLibrary(
  home: Home,
  { generations, cameos = 0, seed = 1, now = Date.now() }: Seeded,
) {
  const span = Math.max(1, Math.floor((3 * 365 * DAY_MS) / generations));
  const people = Array.from({ length: cameos }, (_, i) => ({ id: newId(), name: `Person ${i + 1}` }));
  await seedItems(home, {
    collections: ["Selects", "Client reel", "雨景"],
    tags: TAGS,
    cameos: people,
    count: generations,
    make(i) {
      const roll = random(childSeed(seed, `item-${i}`));
      const pick = <Item>(items: readonly Item[]) => items[Math.floor(roll() * items.length)]!;
      const shot = shotOf(pick, i);
      const prompt = roll() < 0.5 ? english(pick, shot) : chinese(pick, shot);
      return {
        key: createHash("sha256").update(`seed ${seed} ${i}`).digest("hex"),
        createdAt: now - (generations - 1 - i) * span,
        // One in eight remixes one of the fifty before.
        parent: i > 50 && roll() < 0.125 ? i - 1 - Math.floor(roll() * 50) : null,
        request: { prompt, seconds: 6, size: "854x480", fps: 24, seed: i, pack: pick(PACKS) },
        storyboard: storyboardOf(shot, pick, prompt),
        rating: roll() < 0.7 ? 0 : 1 + Math.floor(roll() * 5),
        tags: roll() < 0.3 ? [pick(TAGS)] : [],
        collection: roll() < 0.05 ? Math.floor(roll() * 3) : null,
        cameo: cameos > 0 && roll() < 0.4 ? Math.floor(roll() * cameos) : null,
      };
    },
  });
}

type Pick = <Item>(items: readonly Item[]) => Item;
type Shot = Storyboard["shots"][number];

function shotOf(pick: Pick, seed: number): Shot {
  return {
    ...{ start: 0, frames: 144, seed, setting: pick(SETTINGS), time: pick(TIMES), weather: pick(WEATHERS) },
    ...{
      season: pick(SEASONS),
      look: pick(LOOKS),
      mood: pick(MOODS),
      camera: "push",
      colour: null,
      change: null,
    },
  };
}

function english(pick: Pick, { setting, time, look }: Shot): string {
  const name = (word: keyof typeof SCENERY_NAMES) => pick(SCENERY_NAMES[word].en);
  return `${pick(WHO_EN)} ${pick(DOES_EN)} the ${name(setting)} at ${name(time)}, ${name(look)}, ${pick(EXTRA_EN)}, ${pick(EXTRA_EN)}`;
}

function chinese(pick: Pick, { setting, time, look }: Shot): string {
  const name = (word: keyof typeof SCENERY_NAMES) => pick(SCENERY_NAMES[word].zh);
  return `${name(time)}，${pick(WHO_ZH)}${pick(DOES_ZH)}${name(setting)}，${name(look)}风格，${pick(EXTRA_ZH)}，${pick(EXTRA_ZH)}`;
}

function storyboardOf(shot: Shot, pick: Pick, prompt: string): Storyboard {
  const sound = pick(SOUNDS);
  return {
    ...{
      version: 1,
      language: /\p{Script=Han}/u.test(prompt) ? "zh" : "en",
      size: "854x480",
      fps: 24,
      frames: 144,
    },
    shots: [shot],
    sounds: [{ sound, stem: "ambience", start: 0, samples: 288_000, gain: 0.6, seed: 1 }],
    notes: [],
  };
}
