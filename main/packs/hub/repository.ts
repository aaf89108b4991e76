/** The Hugging Face hub: what a repository holds, at one commit. */
import { setTimeout as sleep } from "node:timers/promises";
import { HubApiError, listFiles, modelInfo } from "@huggingface/hub";
import { Problem } from "#contract/problem.ts";
import { pathFault } from "../names.ts";
import { isLicenceText } from "../recognise/choose.ts";
import { hubEndpoint, hubToken } from "./address.ts";

export interface HubFile {
  /** In the repository. */
  remote: string;
  /** In the pack. */
  path: string;
  bytes: number;
  /** What its content must be: the SHA-256 of a large file, git's SHA-1 of a small one. */
  digest: { algorithm: "sha256" | "git-sha1"; value: string };
}

export interface HubRepository {
  /** "owner/name". */
  name: string;
  /** The commit, which stays what it is when the repository changes. */
  commit: string;
  files: HubFile[];
  /** The model card's licence, where it names one. */
  licence?: string;
}

const WAITS_MS = [500, 1000, 2000];
/** A server that says nothing for so long is gone. */
export const SILENCE_MS = 30_000;

/**
 * The files of a repository at `revision` (branch, tag or commit; the main branch when left out).
 * @throws Problem "not-found" when there is no such repository or it is not for everybody, "unreachable"
 * when the hub does not answer, "bad-input" when it answers nonsense.
 */
export async function openRepository(
  name: string,
  revision: string | undefined,
  signal?: AbortSignal,
): Promise<HubRepository> {
  const [hubUrl, accessToken] = [hubEndpoint(), hubToken()];
  const common = { hubUrl, fetch: patientFetch(signal), ...(accessToken && { accessToken }) };
  const at = { ...(revision !== undefined && { revision }) };
  try {
    const info = await modelInfo({ name, ...common, ...at, additionalFields: ["sha", "cardData"] });
    const commit: unknown = info.sha;
    if (typeof commit !== "string" || !/^[0-9a-f]{40}$/.test(commit)) throw new SyntaxError("no commit");
    const files: HubFile[] = [];
    for await (const entry of listFiles({ repo: name, revision: commit, recursive: true, ...common })) {
      if (entry.type === "file" && !entry.path.startsWith(".")) files.push(hubFile(entry));
    }
    const licence = (info.cardData as { license?: unknown } | undefined)?.license;
    return { name, commit, files, ...(typeof licence === "string" && { licence }) };
  } catch (error) {
    throw hubProblem(error, name, revision);
  }
}

/**
 * The repository's files as those of a pack that is the folder `folder` of it; licence texts and the
 * description at the repository's top come along.
 * @throws Problem "bad-input" for a path that leads out of its folder.
 */
export function filesUnder(repository: HubRepository, folder: string | undefined): HubFile[] {
  const prefix = folder === undefined ? "" : `${folder}/`;
  const below = repository.files.filter(({ remote }) => remote.startsWith(prefix));
  const files = below.map((file) => ({ ...file, path: file.remote.slice(prefix.length) }));
  const taken = new Set(files.map(({ path }) => path));
  const top = repository.files.filter(
    ({ remote }) => prefix !== "" && isLicenceText(remote) && !remote.includes("/") && !taken.has(remote),
  );
  for (const { path } of files) {
    const fault = pathFault(path);
    if (fault === undefined) continue;
    throw new Problem(
      "bad-input",
      `${repository.name} has the file ${JSON.stringify(path)}, which ${fault}.`,
      "Do not trust this pack.",
      { text: { key: "pack-unsafe", values: { file: path } } },
    );
  }
  return [...files, ...top];
}

function hubFile(entry: {
  path: string;
  size: number;
  oid?: string;
  lfs?: { oid: string; size: number };
}): HubFile {
  const { path, lfs } = entry;
  const digest = lfs
    ? { algorithm: "sha256" as const, value: lfs.oid }
    : { algorithm: "git-sha1" as const, value: String(entry.oid) };
  return { remote: path, path, bytes: lfs?.size ?? entry.size, digest };
}

/** `fetch` that gives up on a silent server, and asks again where that may help. */
function patientFetch(signal?: AbortSignal): typeof fetch {
  return async (input, init) => {
    for (const wait of [...WAITS_MS, undefined]) {
      const silence = AbortSignal.timeout(SILENCE_MS);
      try {
        const response = await fetch(input, {
          ...init,
          signal: signal ? AbortSignal.any([signal, silence]) : silence,
        });
        if (wait === undefined || !mayHelpToAskAgain(response.status)) return response;
        await response.body?.cancel();
      } catch (error) {
        if (wait === undefined || signal?.aborted) throw error;
      }
      await sleep(wait, undefined, { ...(signal && { signal }) });
    }
    throw new Error("unreachable: the last round returns or throws");
  };
}

/** Too many requests, or a server in trouble. */
export function mayHelpToAskAgain(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** What a failed request means to the user. */
export function hubProblem(error: unknown, name: string, revision?: string): unknown {
  if (error instanceof Problem || (error as Error).name === "AbortError") return error;
  const { host } = new URL(hubEndpoint());
  if (error instanceof HubApiError) return statusProblem(error.statusCode, name, revision, error);
  if (error instanceof SyntaxError) {
    return new Problem(
      "bad-input",
      `${host} does not answer like a Hugging Face hub.`,
      "Check HF_ENDPOINT.",
      { cause: error, text: { key: "hub-not-a-hub", values: { host } } },
    );
  }
  const { message, cause } = error as Error;
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
  return new Problem(
    "unreachable",
    `${host} cannot be reached (${reason}).`,
    "Check the connection and run the same command again: a download goes on where it broke off.",
    { cause: error, text: { key: "hub-unreachable", values: { host, reason } } },
  );
}

/** The meaning of an answer's status; the hub says 401 also for repositories that do not exist. */
export function statusProblem(status: number, name: string, revision?: string, cause?: unknown): Problem {
  const { host } = new URL(hubEndpoint());
  const options = cause === undefined ? {} : { cause };
  if (status === 401 || status === 403) {
    return new Problem(
      "not-found",
      `${host} gives no access to ${name}: there is none, or it asks for your consent or is private.`,
      `Check the name (a folder of this name is not here, either); if it is there, accept its terms at ${hubEndpoint()}/${name} and set HF_TOKEN to your token.`,
      { ...options, text: { key: "hub-no-access", values: { host, name } } },
    );
  }
  if (status === 404) {
    const what = revision === undefined ? `no repository ${name}` : `no ${name} with a revision ${revision}`;
    return new Problem(
      "not-found",
      `There is ${what} at ${host}.`,
      "Check the spelling; a folder of this name is not here, either.",
      { ...options, text: { key: "hub-unknown", values: { host, name } } },
    );
  }
  return new Problem(
    "unreachable",
    `${host} answers with status ${status}.`,
    "Run the same command again later.",
    { ...options, text: { key: "hub-status", values: { host, status } } },
  );
}
