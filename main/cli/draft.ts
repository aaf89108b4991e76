/** `understudy draft` and `understudy resume`. */
import type { DraftRequest, Provider } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import { type Drafted, draft } from "#main/draft/index.ts";
import { findHome, type Home } from "#main/home.ts";
import { cachedProbe, chooseProvider } from "#main/inference/index.ts";
import { type Job, type Library, openLibrary } from "#main/library/index.ts";
import { findPack, type Pack } from "#main/packs/index.ts";
import { generationJson } from "./format.ts";
import { checkOut, deliver } from "./out.ts";
import { ProgressView, seconds } from "./progress.ts";
import { printJson } from "./report.ts";
import { type DraftFlags, requestFrom } from "./request.ts";

/** Drafts `prompt`; everything that can be wrong with the request is found before the work. */
export async function draftCommand(prompt: string, flags: DraftFlags): Promise<void> {
  const request = requestFrom(prompt, flags);
  const out = flags.out === undefined ? null : await checkOut(flags.out);
  const home = findHome();
  const pack = await findPack(request.pack, home);
  const library = await openLibrary(home);
  try {
    await run(library, request, pack, out, flags.json === true);
  } finally {
    library.close();
  }
}

/** Continues the job of this id, or the latest that was interrupted. */
export async function resumeCommand(id: string | undefined, flags: { json?: boolean }): Promise<void> {
  const home = findHome();
  const library = await openLibrary(home);
  try {
    const job = await resumable(library, id);
    const out = job.out === null ? null : await checkOut(job.out);
    const pack = await findPack(job.request.pack, home);
    await run(library, job.request, pack, out, flags.json === true);
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
  out: string | null,
  json: boolean,
): Promise<void> {
  const provider = await resolveProvider(library.home, request.provider);
  const view = new ProgressView();
  const cancelling = new AbortController();
  const release = onInterrupt(cancelling);
  try {
    const drafted = await draft({
      request,
      library,
      pack,
      provider,
      signal: cancelling.signal,
      onProgress: (progress) => view.update(progress),
      ...(out === null ? {} : { out }),
    });
    view.end();
    for (const warning of drafted.warnings) process.stderr.write(`${warning}\n`);
    if (out !== null) await deliver(clipOf(drafted), out);
    tell(drafted, out ?? clipOf(drafted), json);
  } finally {
    view.end();
    release();
  }
}

async function resolveProvider(home: Home, override: Provider | undefined): Promise<Provider> {
  // The CPU is always there; nothing need be tried for it.
  if (override === "cpu") return override;
  const statuses = await cachedProbe(home.providers);
  return chooseProvider(statuses, override).provider;
}

/** The first Ctrl-C ends the draft softly, the second at once; children die with us. */
function onInterrupt(cancelling: AbortController): () => void {
  const interrupt = () => {
    if (cancelling.signal.aborted) process.exit(130);
    process.stderr.write("\nCancelling; press Ctrl-C again to stop at once.\n");
    cancelling.abort(
      new Problem("cancelled", "Cancelled.", "Run the same draft again to go on from its finished stages."),
    );
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return () => {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  };
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
