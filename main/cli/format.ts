/** Generations and jobs as JSON and as lines for people. */
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
