/** What is heard: the sounds that were asked for, and the ambience that fits the scene. */
import { childSeed, random } from "#contract/random.ts";
import type { Season, Setting, Sound, TimeOfDay } from "#contract/scenery.ts";
import type { Shot, SoundEvent } from "#contract/storyboard.ts";

export const SAMPLES_PER_FRAME = 48_000 / 24;

/** Sounds that happen, rather than last: how many seconds from one to the next, and how long each may be. */
const SINGLES: Partial<Record<Sound, { every: number; seconds: readonly [number, number] }>> = {
  gulls: { every: 3.5, seconds: [2, 3.2] },
  thunder: { every: 5, seconds: [4, 6] },
  bells: { every: 4, seconds: [4, 6] },
  train: { every: 12, seconds: [7, 11] },
};

const ASKED_FOR = 1;
/** Ambience stands back where sounds were asked for. */
const BEHIND = 0.55;

type Bed = readonly [Sound, number];

function isGreen(season: Season): boolean {
  return season !== "winter";
}

/** Animals of the hour. */
function wildlife(time: TimeOfDay, season: Season, gain: number): Bed[] {
  if (!isGreen(season)) return [];
  if (time === "night") return [["crickets", gain]];
  if (time === "dusk")
    return [
      ["crickets", gain * 0.7],
      ["birds", gain * 0.35],
    ];
  return [["birds", gain]];
}

/** What each setting sounds like by itself, with linear gains. */
const AMBIENCE: Record<Setting, (shot: Shot) => Bed[]> = {
  sea: () => [
    ["waves", 0.8],
    ["wind", 0.35],
  ],
  beach: () => [
    ["waves", 0.75],
    ["wind", 0.2],
  ],
  "mountain-lake": ({ time, season }) => [["wind", 0.4], ["stream", 0.2], ...wildlife(time, season, 0.25)],
  forest: ({ time, season }) => [["leaves", 0.45], ...wildlife(time, season, 0.6)],
  "autumn-wood": ({ time, season }) => [["leaves", 0.65], ["wind", 0.25], ...wildlife(time, season, 0.25)],
  desert: () => [["wind", 0.65]],
  skyline: () => [
    ["traffic", 0.5],
    ["wind", 0.25],
  ],
  street: ({ time }) => [["traffic", time === "night" ? 0.45 : 0.6]],
  snowfield: () => [["wind", 0.65]],
  underwater: () => [["underwater", 0.9]],
  space: () => [["hum", 0.6]],
  planet: () => [
    ["wind", 0.45],
    ["hum", 0.3],
  ],
  meadow: ({ time, season }) => [["wind", 0.3], ...wildlife(time, season, 0.55)],
  room: () => [["hum", 0.4]],
  stage: () => [
    ["hum", 0.3],
    ["crowd", 0.25],
  ],
  station: () => [
    ["crowd", 0.4],
    ["hum", 0.35],
  ],
};

const AIRLESS: readonly Setting[] = ["space", "underwater"];
const DRY: readonly Setting[] = ["desert", "planet", "snowfield"];
const INDOORS: readonly Setting[] = ["room", "stage", "station"];

function weatherSounds({ setting, weather }: Shot): Bed[] {
  if (AIRLESS.includes(setting)) return [];
  const near = INDOORS.includes(setting) ? 0.5 : 0.9;
  if (weather === "rain") return [["rain", near]];
  if (weather === "storm") {
    const storm: Bed[] = [
      ["wind", near],
      ["thunder", near],
    ];
    return DRY.includes(setting) ? storm.slice(0, 1) : [...storm, ["rain", near * 0.9]];
  }
  if (weather === "snow") return [["wind", near * 0.4]];
  return [];
}

/** Every sound of a shot with its gain: of two reasons for a sound the louder counts. */
function soundsOf(shot: Shot, askedFor: readonly Sound[]): Map<Sound, number> {
  const gains = new Map<Sound, number>();
  const distance = askedFor.length > 0 ? BEHIND : 1;
  // Rain and storms silence the animals.
  const wet = shot.weather === "rain" || shot.weather === "storm" || shot.weather === "snow";
  const beds = AMBIENCE[shot.setting](shot).filter(
    ([sound]) => !wet || (sound !== "birds" && sound !== "crickets"),
  );
  for (const [sound, gain] of [...beds, ...weatherSounds(shot)]) {
    gains.set(sound, Math.max(gains.get(sound) ?? 0, gain * distance));
  }
  for (const sound of askedFor) gains.set(sound, ASKED_FOR);
  return gains;
}

/**
 * The sound events of the clip. Beds last as long as their shot (neighbouring shots share them) and belong to
 * ambience; single sounds come a few times at seeded moments and belong to effects. `askedFor[i]` is of shot i.
 */
export function composeSounds(
  shots: readonly Shot[],
  askedFor: readonly (readonly Sound[])[],
  seed: number,
): SoundEvent[] {
  const beds: SoundEvent[] = [];
  const singles: SoundEvent[] = [];
  for (const [index, shot] of shots.entries()) {
    const start = shot.start * SAMPLES_PER_FRAME;
    const samples = shot.frames * SAMPLES_PER_FRAME;
    for (const [sound, gain] of soundsOf(shot, askedFor[index] ?? [])) {
      if (SINGLES[sound]) {
        singles.push(...placeSingles(sound, gain, start, samples, childSeed(seed, `${sound}-${index}`)));
        continue;
      }
      const running = beds.find(
        (bed) => bed.sound === sound && bed.gain === gain && bed.start + bed.samples === start,
      );
      if (running) running.samples += samples;
      else
        beds.push({
          sound,
          stem: "ambience",
          start,
          samples,
          gain,
          seed: childSeed(seed, `${sound}-${index}`),
        });
    }
  }
  return [...beds, ...singles].sort((a, b) => a.start - b.start);
}

/** Spreads single sounds over a shot: one in each equal part, at a seeded moment; none reaches beyond the shot. */
function placeSingles(
  sound: Sound,
  gain: number,
  start: number,
  samples: number,
  seed: number,
): SoundEvent[] {
  const { every, seconds } = SINGLES[sound]!;
  const next = random(seed);
  const count = Math.max(1, Math.round(samples / 48_000 / every));
  const part = samples / count;
  return Array.from({ length: count }, (_, i) => {
    const length = Math.round((seconds[0] + (seconds[1] - seconds[0]) * next()) * 48_000);
    const at = Math.round(part * (i + (i === 0 ? 0.05 : 0.1) + 0.4 * next()));
    return {
      sound,
      stem: "effects" as const,
      start: start + at,
      samples: Math.min(length, samples - at),
      gain,
      seed: childSeed(seed, String(i)),
    };
  });
}
