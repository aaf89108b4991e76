/**
 * What backups of Sora say of their videos. There is no one format: tools wrote the answers of Sora's own
 * servers, or lists of their own. docs/sora-import.md tells what is read.
 */

export interface SoraRecord {
  /** All names that the video goes by; the first is the one that is kept. */
  ids: string[];
  prompt: string | null;
  createdAt: number | null;
  /** As written, relative to the manifest. */
  file: string | null;
  /** Names of what it was remixed from, the likeliest first. */
  parents: string[];
}

type Fields = Record<string, unknown>;

const DEEPEST = 8;
const ID_FIELDS = [
  "id",
  "post_id",
  "postId",
  "generation_id",
  "generationId",
  "video_id",
  "videoId",
  "task_id",
  "taskId",
];
const PROMPT_FIELDS = ["prompt", "text", "caption", "description", "title"];
const TIME_FIELDS = [
  "created_at",
  "createdAt",
  "posted_at",
  "postedAt",
  "created",
  "date",
  "timestamp",
  "time",
];
const FILE_FIELDS = [
  "file",
  "filename",
  "fileName",
  "file_name",
  "path",
  "local_path",
  "localPath",
  "video",
  "video_path",
];
const PARENT_FIELDS = [
  ...["parent_post_id", "parentPostId", "remix_target_post_id", "remixTargetPostId", "source_post_id"],
  ...["remixed_from_video_id", "remix_of", "remixOf", "remix_parent", "parent_id", "parentId", "parent"],
  ...["root_post_id", "rootPostId"],
];
/** Where a record keeps more of what it is. */
const WRAPPERS = ["post", "draft", "item", "video", "generation"];
const IS_ID = /^[\w-]{4,128}$/;

/** The records in a JSON document, however deep they lie. */
export function readRecords(document: unknown): SoraRecord[] {
  const records: SoraRecord[] = [];
  walk(document, {}, records, 0);
  return records;
}

/** The records in a text of JSON, or of one JSON document a line. Throws SyntaxError. */
export function parseRecords(text: string): SoraRecord[] {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  try {
    return readRecords(JSON.parse(trimmed));
  } catch (error) {
    const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== "");
    if (lines.length < 2) throw error;
    return lines.flatMap((line) => readRecords(JSON.parse(line)));
  }
}

/** `inherited`: what a task says for each of its generations. */
function walk(value: unknown, inherited: Fields, records: SoraRecord[], depth: number): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const entry of value) walk(entry, inherited, records, depth + 1);
    return;
  }
  if (!isFields(value)) return;
  const generations = value.generations;
  if (Array.isArray(generations) && generations.length > 0) {
    const { generations: _, id, ...rest } = value;
    const task = { ...rest, ...(typeof id === "string" && { task_id: id }) };
    for (const generation of generations) walk(generation, task, records, depth + 1);
    return;
  }
  const record = recordOf(value, inherited);
  if (record !== undefined) {
    records.push(record);
    return;
  }
  for (const entry of Object.values(value)) walk(entry, inherited, records, depth + 1);
}

function recordOf(own: Fields, inherited: Fields): SoraRecord | undefined {
  const wrapped = WRAPPERS.map((name) => own[name]).filter(isFields);
  const attachments = [own, ...wrapped].flatMap(({ attachments: list }) =>
    Array.isArray(list) ? list.filter(isFields) : [],
  );
  const ownParts = [...wrapped, own];
  const parts = [...ownParts, ...attachments, inherited];
  const ids = [...new Set(parts.flatMap((part) => texts(part, ID_FIELDS)).filter((id) => IS_ID.test(id)))];
  const file = texts(own, FILE_FIELDS)[0] ?? null;
  const prompt = parts.flatMap((part) => texts(part, PROMPT_FIELDS))[0]?.trim() || null;
  const createdAt = firstTime(parts);
  // A record names a video, and says something of it.
  const named = ownParts.some((part) => texts(part, ID_FIELDS).length > 0) || file !== null;
  if (!named || (file === null && prompt === null && createdAt === null && attachments.length === 0))
    return undefined;
  return { ids, prompt, createdAt, file, parents: parentsOf(parts).filter((id) => !ids.includes(id)) };
}

function parentsOf(parts: readonly Fields[]): string[] {
  const parents = parts.flatMap((part) => {
    const config = isFields(part.creation_config) ? part.creation_config : {};
    const targets = [config.remix_target_post, config.remix_target_draft, part.parent_post, part.parent]
      .filter(isFields)
      .flatMap((target) => [
        ...(isFields(target.post) ? texts(target.post, ["id"]) : []),
        ...texts(target, ["id"]),
      ]);
    return [...targets, ...texts(config, PARENT_FIELDS), ...texts(part, PARENT_FIELDS)];
  });
  return [...new Set(parents)].filter((id) => IS_ID.test(id));
}

/** Seconds, milliseconds or a date in words, as milliseconds; nothing before 2020 is believed. */
export function readTime(value: unknown): number | null {
  const number =
    typeof value === "number" ? value : /^\d+(\.\d+)?$/.test(String(value)) ? Number(value) : null;
  const time = number === null ? Date.parse(String(value)) : number < 1e11 ? number * 1000 : number;
  return time >= Date.UTC(2020, 0) && time < Date.UTC(2100, 0) ? Math.round(time) : null;
}

function firstTime(parts: readonly Fields[]): number | null {
  for (const part of parts) {
    for (const field of TIME_FIELDS) {
      const time = part[field] === undefined || part[field] === null ? null : readTime(part[field]);
      if (time !== null) return time;
    }
  }
  return null;
}

function texts(fields: Fields, names: readonly string[]): string[] {
  return names
    .map((name) => fields[name])
    .filter((value) => typeof value === "string" && value !== "") as string[];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A prompt kept beside a video as Markdown or text: its words, and what stands between `---` lines before them. */
export function parseSidecar(text: string): {
  ids: string[];
  prompt: string | null;
  createdAt: number | null;
} {
  const [, front = "", body = text] = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text) ?? [];
  const fields = Object.fromEntries(
    [...front.matchAll(/^(\w+):[ \t]*(.*)$/gm)].map(([, name, value]) => [name!, value!.trim()]),
  );
  const times = TIME_FIELDS.map((name) => (fields[name] ? readTime(fields[name]) : null));
  return {
    ids: ID_FIELDS.map((name) => fields[name] ?? "").filter((id) => IS_ID.test(id)),
    prompt: body.trim() || fields.prompt || null,
    createdAt: times.find((time) => time !== null) ?? null,
  };
}
