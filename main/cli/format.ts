/** Generations and jobs as JSON and as lines for people. */
import type { Shot } from "#contract/storyboard.ts";
import type { Generation, Job } from "#main/library/index.ts";

/** What `draft`, `list` and `show` tell of a generation. */
export function generationJson(generation: Generation) {
  const { request, storyboard, files } = generation;
  const stems = files.filter((file) => file.role.startsWith("stem:"));
  return {
    id: generation.id,
    file: pathOf(generation, "clip"),
    prompt: request.prompt,
    created: new Date(generation.createdAt).toISOString(),
    seconds: storyboard.frames / storyboard.fps,
    frames: storyboard.frames,
    width: generation.width,
    height: generation.height,
    fps: storyboard.fps,
    seed: request.seed,
    pack: request.pack,
    provider: generation.provider,
    parent: generation.parent,
    timings: generation.timings,
    stems: Object.fromEntries(stems.map((file) => [file.role.slice("stem:".length), file.path])),
    master: pathOf(generation, "master"),
  };
}

export function jobJson(job: Job) {
  return {
    id: job.id,
    state: job.state,
    prompt: job.request.prompt,
    seed: job.request.seed,
    created: new Date(job.createdAt).toISOString(),
    finished: [...new Set(job.stages.map((stage) => stage.stage))],
    error: job.error,
    generation: job.generation,
  };
}

export function generationLine(generation: Generation): string {
  const { storyboard, request } = generation;
  const length = `${(storyboard.frames / storyboard.fps).toFixed(1)} s`.padStart(6);
  return `${generation.id}  ${when(generation.createdAt)}  ${length}  ${storyboard.size}  ${clip(request.prompt)}`;
}

/** A generation on a page of its own: what was asked for, what was made of it, and where the files are. */
export function generationPage(generation: Generation): string {
  const { id, prompt, created, seconds, frames, width, height, fps, seed, parent, ...json } =
    generationJson(generation);
  const { shots, sounds, notes } = generation.storyboard;
  const kinds = [...new Set(sounds.map(({ sound }) => sound))];
  return page([
    ["id", id],
    ["prompt", prompt],
    ["made", `${when(Date.parse(created))} by ${json.pack} on ${json.provider}, seed ${seed}`],
    ...(parent === null ? [] : ([["remix of", parent]] satisfies Entry[])),
    ["length", `${seconds} s, ${frames} frames, ${width}x${height} at ${fps} fps`],
    ...shots.map((shot, i): Entry => [i === 0 ? "shots" : "", shotLine(shot, fps)]),
    ["sounds", kinds.join(", ") || "none"],
    ...notes.map((note, i): Entry => [i === 0 ? "notes" : "", note.message]),
    ["took", timesLine(generation)],
    ["clip", json.file],
    ["master", json.master],
    ...Object.entries(json.stems),
  ]);
}

/** A job on a page of its own. */
export function jobPage(job: Job): string {
  const { id, state, prompt, seed, created, finished, error } = jobJson(job);
  return page([
    ["job", id],
    ["prompt", prompt],
    ["begun", `${when(Date.parse(created))}, seed ${seed}`],
    ["state", state],
    ["finished", finished.join(", ") || "nothing yet"],
    ...(error === null ? [] : ([["error", error.message]] satisfies Entry[])),
  ]);
}

type Entry = [name: string, value: string];

function page(entries: readonly Entry[]): string {
  return entries.map(([name, value]) => `${name.padEnd(9)} ${value}`.trimEnd()).join("\n");
}

function shotLine(shot: Shot, fps: number): string {
  const { setting, time, weather, season, look, mood, camera, colour, change } = shot;
  const words = [setting, time, weather, season, mood, look, colour, change].filter((word) => word !== null);
  const from = (shot.start / fps).toFixed(1);
  return `${from}-${((shot.start + shot.frames) / fps).toFixed(1)} s: ${words.join(", ")}; camera ${camera}`;
}

function timesLine({ timings }: Generation): string {
  return Object.entries(timings)
    .map(([stage, ms]) => `${stage} ${(ms / 1000).toFixed(1)} s`)
    .join(", ");
}

export function jobLine(job: Job): string {
  const { finished } = jobJson(job);
  const stages = finished.length === 0 ? "nothing finished" : `finished: ${finished.join(", ")}`;
  const advice = job.state === "interrupted" ? `  (understudy resume ${job.id})` : "";
  return `${job.id}  ${when(job.createdAt)}  ${job.state}, ${stages}  ${clip(job.request.prompt)}${advice}`;
}

function pathOf(generation: Generation, role: "clip" | "master"): string {
  return generation.files.find((file) => file.role === role)!.path;
}

function when(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ");
}

function clip(text: string): string {
  const characters = [...text.replace(/\s+/g, " ")];
  return characters.length > 60 ? `${characters.slice(0, 59).join("")}…` : characters.join("");
}
