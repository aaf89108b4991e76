/** `understudy list`, `show`, `rm` and `restore-backup`. */
import { Problem } from "#contract/problem.ts";
import { findHome } from "#main/home.ts";
import { type Generation, openLibrary, type Repositories, restoreBackup } from "#main/library/index.ts";
import { generationJson, generationLine, generationPage, jobJson, jobLine, jobPage } from "./format.ts";
import { printJson } from "./report.ts";

interface JsonFlag {
  json?: boolean;
}
interface ListFlags extends JsonFlag {
  limit: string;
  before?: string;
  search?: string;
}

const MAX_LIMIT = 500;

export async function listCommand(flags: ListFlags): Promise<void> {
  const limit = Number(flags.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new Problem(
      "bad-input",
      `--limit cannot be "${flags.limit}".`,
      `It takes a whole number from 1 to ${MAX_LIMIT}.`,
    );
  }
  await withRepositories(async ({ generations, jobs }) => {
    await jobs.markInterrupted();
    const unfinished = await jobs.list(["running", "interrupted"]);
    const { before, search } = flags;
    const page = await generations.list({
      limit,
      ...(before === undefined ? {} : { before }),
      ...(search === undefined ? {} : { search }),
    });
    if (flags.json) {
      printJson({
        generations: page.items.map(generationJson),
        jobs: unfinished.map(jobJson),
        next: page.next,
      });
      return;
    }
    for (const job of unfinished) console.log(jobLine(job));
    for (const generation of page.items) console.log(generationLine(generation));
    if (page.items.length === 0 && unfinished.length === 0) console.log("Nothing here yet.");
    if (page.next !== null) console.log(`More: understudy list --before ${page.next}`);
  });
}

export async function showCommand(id: string, flags: JsonFlag): Promise<void> {
  await withRepositories(async ({ generations, jobs }) => {
    await jobs.markInterrupted();
    const job = await jobs.find(id);
    if (job === undefined) {
      const generation = await generations.get(id);
      if (flags.json) printJson(wholeGeneration(generation));
      else console.log(generationPage(generation));
    } else if (flags.json) printJson({ ...jobJson(job), request: job.request });
    else console.log(jobPage(job));
  });
}

export async function removeCommand(id: string, flags: JsonFlag): Promise<void> {
  await withRepositories(async ({ generations, jobs }) => {
    await jobs.markInterrupted();
    const job = await jobs.find(id);
    if (job?.state === "running") {
      throw new Problem("bad-input", `The job ${job.id} is running.`, "End it with Ctrl-C first.");
    }
    const removed = job?.id ?? (await generations.get(id)).id;
    if (job === undefined) await generations.remove(removed);
    else await jobs.remove(removed);
    if (flags.json) printJson({ removed });
    else console.log(`Removed ${removed}.`);
  });
}

export async function restoreCommand(flags: JsonFlag): Promise<void> {
  const home = findHome();
  const aside = await restoreBackup(home);
  if (flags.json) printJson({ restored: home.library, aside });
  else console.log(`The backup is in place.${aside === null ? "" : ` The old library is kept as ${aside}.`}`);
}

async function withRepositories(work: (repositories: Repositories) => Promise<void>): Promise<void> {
  const library = await openLibrary(findHome());
  try {
    await work(await library.repositories());
  } finally {
    library.close();
  }
}

function wholeGeneration(generation: Generation) {
  const { request, storyboard, inferenceMs, packHash } = generation;
  return { ...generationJson(generation), inferenceMs, packHash, request, storyboard };
}
