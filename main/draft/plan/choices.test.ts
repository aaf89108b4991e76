import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SETTINGS, SOUNDS } from "#contract/scenery.ts";
import { choose, chooseSetting, FITS } from "./choices.ts";
import { composeShots } from "./compose.ts";
import { composeSounds, SAMPLES_PER_FRAME } from "./sounds.ts";
import type { Understanding } from "./understanding.ts";

const nothing: Understanding = { said: {}, unclear: [], sounds: [], unknown: [] };
const saying = (said: Understanding["said"], sounds: Understanding["sounds"] = []): Understanding => ({
  ...nothing,
  said,
  sounds,
});
const seeds = Array.from({ length: 60 }, (_, seed) => seed);

describe("choose", () => {
  it("follows the weights, and never takes what has none", () => {
    const counts = { a: 0, b: 0 };
    for (const seed of Array.from({ length: 4000 }, (_, i) => i)) counts[choose({ a: 3, b: 1 }, seed)] += 1;
    expect(counts.a / counts.b).toBeGreaterThan(2.5);
    expect(counts.a / counts.b).toBeLessThan(3.5);
  });
});

describe("what is chosen where nothing was said", () => {
  it("fits the setting: no weather in space, winter on snow, autumn in autumn woods", () => {
    for (const seed of seeds) {
      const [space] = composeShots([saying({ setting: "space" })], { frames: 240, seed });
      expect(space).toMatchObject({ weather: "clear", time: "night", look: "realistic", colour: null });
      const [wood] = composeShots([saying({ setting: "autumn-wood" })], { frames: 240, seed });
      expect(wood!.season).toBe("autumn");
    }
  });

  it("lets the setting follow from sounds and weather", () => {
    for (const seed of seeds) {
      expect(["sea", "beach"]).toContain(chooseSetting(saying({}, ["waves", "gulls"]), seed));
      expect(chooseSetting(saying({}, ["train"]), seed)).toBe("station");
      expect(["space", "underwater", "planet", "room", "stage", "desert"]).not.toContain(
        chooseSetting(saying({ weather: "rain" }), seed),
      );
    }
  });

  it("varies with the seed", () => {
    const settings = new Set(seeds.map((seed) => chooseSetting(nothing, seed)));
    const cameras = new Set(
      seeds.map((seed) => composeShots([saying({ setting: "sea" })], { frames: 240, seed })[0]!.camera),
    );
    expect(settings.size).toBeGreaterThan(8);
    expect(cameras.size).toBeGreaterThan(2);
  });

  it("gives no night unasked, but where lamps light it, and takes day for what is said of it", () => {
    const timesOf = (said: Understanding["said"], sounds: Understanding["sounds"] = []) =>
      new Set(seeds.map((seed) => composeShots([saying(said, sounds)], { frames: 240, seed })[0]!.time));
    expect(timesOf({ setting: "beach" })).toEqual(new Set(["dawn", "day", "dusk"]));
    expect(timesOf({ setting: "street" })).toContain("night");
    expect(timesOf({ setting: "street", look: "ink" })).not.toContain("night");
    expect(timesOf({ setting: "skyline", colour: "white" })).not.toContain("night");
    expect(timesOf({ setting: "meadow" }, ["crickets"])).toContain("night");
    expect(timesOf({ setting: "street" }, ["birds"])).not.toContain("night");
    expect(timesOf({ setting: "stage", mood: "joyful" })).toEqual(new Set(["night"]));
    expect(timesOf({ setting: "mountain-lake", weather: "clear" })).toEqual(new Set(["day"]));
    expect(timesOf({ setting: "mountain-lake", colour: "gold" })).toEqual(new Set(["dawn", "dusk"]));
  });

  it("lays no snow unasked", () => {
    const seasons = (said: Understanding["said"]) =>
      new Set(seeds.map((seed) => composeShots([saying(said)], { frames: 240, seed })[0]!.season));
    for (const setting of SETTINGS.filter((name) => name !== "snowfield"))
      expect(seasons({ setting }), setting).not.toContain("winter");
    expect(seasons({ setting: "street", weather: "snow" })).toEqual(new Set(["winter"]));
  });

  it("takes dusk for a sinking sun", () => {
    for (const seed of seeds) {
      const [shot] = composeShots([saying({ change: "sun-sinks" })], { frames: 240, seed });
      expect(shot!.time).toBe("dusk");
    }
  });

  it("has odds for every setting", () => {
    for (const setting of SETTINGS) {
      for (const odds of Object.values(FITS[setting])) expect(Object.keys(odds).length).toBeGreaterThan(0);
    }
  });
});

describe("shots", () => {
  const shots = composeShots(
    [
      saying({ setting: "street", time: "night", weather: "rain", mood: "melancholy" }),
      saying({ camera: "pull" }),
      saying({ setting: "space" }),
      saying({ setting: "sea", time: "dawn", look: "ink" }),
    ],
    { frames: 241, seed: 5 },
  );

  it("follow one another without a gap", () => {
    expect(shots.map(({ start }) => start)).toEqual([0, 60, 120, 180]);
    expect(shots.at(-1)!.start + shots.at(-1)!.frames).toBe(241);
  });

  it("take from the shot before what they do not say", () => {
    expect(shots[1]).toMatchObject({ setting: "street", time: "night", weather: "rain", camera: "pull" });
    expect(shots[3]!.mood).toBe("melancholy");
  });

  it("do not take weather where there is none", () => {
    expect(shots[2]!.weather).toBe("clear");
  });

  it("share the look that is said last, and obey a style over all", () => {
    expect(shots.map(({ look }) => look)).toEqual(["ink", "ink", "ink", "ink"]);
    const styled = composeShots([saying({ look: "ink" })], { frames: 24, seed: 1, style: "noir" });
    expect(styled[0]!.look).toBe("noir");
  });

  it("have seeds of their own", () => {
    expect(new Set(shots.map(({ seed }) => seed)).size).toBe(4);
  });
});

describe("sounds", () => {
  const anyShot = fc.record({
    setting: fc.constantFrom(...SETTINGS),
    frames: fc.integer({ min: 12, max: 480 }),
    seed: fc.integer({ min: 0, max: 1000 }),
    asked: fc.subarray([...SOUNDS]),
  });

  it("stay within their shot, on whole samples, with what was asked for at full gain", () => {
    fc.assert(
      fc.property(anyShot, ({ setting, frames, seed, asked }) => {
        const shots = composeShots([saying({ setting }, asked)], { frames, seed });
        const sounds = composeSounds(shots, [asked], seed);
        expect(sounds.length).toBeGreaterThan(0);
        for (const { start, samples } of sounds) {
          expect(Number.isInteger(start) && Number.isInteger(samples) && samples > 0 && start >= 0).toBe(
            true,
          );
          expect(start + samples).toBeLessThanOrEqual(frames * SAMPLES_PER_FRAME);
        }
        for (const sound of asked) {
          expect(sounds.some((event) => event.sound === sound && event.gain === 1)).toBe(true);
        }
      }),
    );
  });

  it("come in stems: beds are ambience, single sounds effects", () => {
    const shots = composeShots([saying({ setting: "sea", weather: "clear" }, ["gulls"])], {
      frames: 240,
      seed: 1,
    });
    const sounds = composeSounds(shots, [["gulls"]], 1);
    const gulls = sounds.filter(({ sound }) => sound === "gulls");
    expect(gulls.length).toBeGreaterThan(1);
    expect(new Set(gulls.map(({ stem }) => stem))).toEqual(new Set(["effects"]));
    const waves = sounds.find(({ sound }) => sound === "waves")!;
    expect(waves).toMatchObject({ stem: "ambience", start: 0, samples: 480_000 });
    expect(waves.gain).toBeLessThan(gulls[0]!.gain);
  });

  it("go on over a cut when both shots have them", () => {
    const two = composeShots([saying({ setting: "sea", weather: "clear" }), nothing], {
      frames: 240,
      seed: 1,
    });
    const waves = composeSounds(two, [[], []], 1).filter(({ sound }) => sound === "waves");
    expect(waves).toMatchObject([{ start: 0, samples: 480_000 }]);
  });

  it("are silent animals in the rain, and thunder in a storm but not in space", () => {
    const heard = (setting: "meadow" | "space") => {
      const shots = composeShots([saying({ setting, weather: "storm" })], { frames: 240, seed: 3 });
      return composeSounds(shots, [[]], 3).map(({ sound }) => sound);
    };
    expect(heard("meadow")).toEqual(expect.arrayContaining(["thunder", "rain", "wind"]));
    expect(heard("meadow")).not.toContain("birds");
    expect(heard("space")).toEqual(["hum"]);
  });
});
