/** `understudy draft`, `remix` and `resume`. */
import { resolve } from "node:path";
import type { DraftRequest } from "#contract/draft.ts";
import { VIDEO_ENCODERS, VideoEncoder } from "#contract/machine.ts";
import { Problem } from "#contract/problem.ts";
import { type Drafted, draft, remixOrigin, requirePicture } from "#main/draft/index.ts";
import { findHome } from "#main/home.ts";
import { resolveProvider } from "#main/inference/index.ts";
import { type Job, type Library, openLibrary } from "#main/library/index.ts";
import { requireEncoder } from "#main/machine/index.ts";
import { BUILT_IN_PACK, findPack, type Pack } from "#main/packs/index.ts";
import { generationJson } from "./format.ts";
import { onInterrupt } from "./interrupt.ts";
import { checkOut, deliver } from "./out.ts";
import { checkPreviewFolder, previewWriter } from "./preview.ts";
import { ProgressView, seconds } from "./progress.ts";
import { printJson } from "./report.ts";
import { type DraftFlags, requestFrom } from "./request.ts";

/** Where a clip and its previews go, and how the end is told. */
interface Destination {
  out: string | null;
  preview: string | undefined;
  encoder: VideoEncoder;
  json: boolean;
}

/** Drafts `prompt`; everything that can be wrong with the request is found before the work. */
export async function draftCommand(prompt: string, flags: DraftFlags): Promise<void> {
  const picture = flags.image === undefined ? undefined : resolve(flags.image);
  // Anything stands for the picture until it is known that all else is right.
  const stand = picture === undefined ? {} : { init: { sha256: "0".repeat(64), extension: "" } };
  const request = requestFrom(prompt, flags, stand);
  if (picture !== undefined) await requirePicture(picture);
  const pack = await findPack(request.pack, findHome());
  await withLibrary(flags, async (library, destination) => {
    const init = picture === undefined ? {} : { init: await library.importMedia(picture) };
    await run(library, { ...request, ...init }, pack, destination);
  });
}

/** Drafts anew from a generation: its pictures for packs that change pictures, its storyboard for painters. */
export async function remixCommand(id: string, prompt: string, flags: DraftFlags): Promise<void> {
  if (flags.image !== undefined) {
    throw new Problem(
      "bad-input",
      "A remix starts from the clip that it remixes, not from --image.",
      "understudy draft PROMPT --image FILE starts from a picture.",
    );
  }
  await withLibrary(flags, async (library, destination) => {
    const { generations } = await library.repositories();
    const parent = await generations.get(id);
    const request = requestFrom(prompt, flags, remixOrigin(parent, { pack: flags.pack }));
    const pack = await findPack(request.pack, library.home);
    await run(library, request, pack, destination);
  });
}

/** Continues the job of this id, or the latest that was interrupted. */
export async function resumeCommand(id: string | undefined, flags: ResumeFlags): Promise<void> {
  await withLibrary(flags, async (library, destination) => {
    const job = await resumable(library, id);
    const out = job.out === null ? null : await checkOut(job.out);
    const pack = await findPack(job.request.pack, library.home);
    await run(library, job.request, pack, { ...destination, out });
  });
}

type ResumeFlags = Pick<DraftFlags, "json" | "preview" | "encoder">;

function encoderOf(text: string | undefined): VideoEncoder {
  const encoder = VideoEncoder.safeParse(text ?? "libx264");
  if (encoder.success) return encoder.data;
  throw new Problem(
    "bad-input",
    `--encoder cannot be "${text?.slice(0, 40)}".`,
    `It takes one of ${VIDEO_ENCODERS.join(", ")}; \`understudy doctor\` tells which of them work.`,
  );
}

async function withLibrary(
  flags: Pick<DraftFlags, "out" | "preview" | "encoder" | "json">,
  work: (library: Library, destination: Destination) => Promise<void>,
): Promise<void> {
  const destination = {
    out: flags.out === undefined ? null : await checkOut(flags.out),
    preview: flags.preview === undefined ? undefined : await checkPreviewFolder(flags.preview),
    encoder: await requireEncoder(encoderOf(flags.encoder), findHome()),
    json: flags.json === true,
  };
  const library = await openLibrary(findHome());
  try {
    await work(library, destination);
  } finally {
    library.close();
  }
}

async function resumable(library: Library, id: string | undefined): Promise<Job> {
  const { jobs } = await library.repositories();
  await jobs.markInterrupted();
  if (id === undefined) {
    const [latest] = await jobs.list(["interrupted"], 1);
    if (latest !== undefined) return latest;
    throw new Problem(
      "not-found",
      "No draft was interrupted.",
      "`understudy draft PROMPT` begins a new one.",
    );
  }
  const job = await jobs.find(id);
  if (job === undefined)
    throw new Problem("not-found", `There is no job ${id}.`, "`understudy list` shows the jobs.");
  if (job.state === "running") {
    throw new Problem("bad-input", `The job ${job.id} is running.`, "Wait for its end.");
  }
  return job;
}

async function run(
  library: Library,
  request: DraftRequest,
  pack: Pack,
  { out, preview, encoder, json }: Destination,
): Promise<void> {
  const reader = pack.card.kind === "painter" ? pack : await findPack(BUILT_IN_PACK, library.home);

  const provider = await resolveProvider(library.home.providers, request.provider);
  const view = new ProgressView();
  const previews = preview === undefined ? undefined : previewWriter(preview);
  const cancelling = new AbortController();
  const release = onInterrupt(cancelling, "Run the same draft again to go on from its finished stages.");
  try {
    const drafted = await draft({
      request,
      library,
      pack,
      reader,
      provider,
      encoder,
      signal: cancelling.signal,
      onProgress: (progress) => view.update(progress),
      ...(previews && { onPreview: previews.write }),
      ...(out === null ? {} : { out }),
    });
    view.end();
    await previews?.done();
    for (const warning of drafted.warnings) process.stderr.write(`${warning}\n`);
    if (out !== null) await deliver(clipOf(drafted), out);
    tell(drafted, out ?? clipOf(drafted), json);
  } finally {
    view.end();
    release();
  }
}

function clipOf({ generation }: Drafted): string {
  return generation.files.find((file) => file.role === "clip")!.path;
}

function tell(drafted: Drafted, file: string, json: boolean): void {
  const { generation, timings, wallMs, inferenceMs, cached, notes } = drafted;
  const shown = {
    ...generationJson(generation),
    file,
    timings,
    wallMs: Math.round(wallMs),
    inferenceMs: Math.round(inferenceMs),
    cached,
    notes,
  };
  if (json) {
    printJson(shown);
    return;
  }
  for (const note of notes) console.log(`Note: ${note.message}`);
  const work = cached.includes("check") ? "unchanged" : `made in ${seconds(wallMs)}`;
  console.log(
    `${shown.seconds} s, ${shown.frames} frames, ${shown.width}x${shown.height} at ${shown.fps} fps, ` +
      `seed ${shown.seed}, ${shown.pack} on ${shown.provider}, ${work}`,
  );
  console.log(`${generation.id}  ${file}`);
}
