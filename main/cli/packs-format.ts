/** Packs as lines and pages for people. */
import type { PackAbilities, PackCard, PackKind, PackMemory } from "#contract/pack.ts";
import { type PackEntry, type PackView, sizeText, type UnfinishedDownload } from "#main/packs/index.ts";

/** Lines of a licence that are shown; the rest is in the file. */
const LICENCE_LINES = 20;

export function entryLine(entry: PackEntry): string {
  if (entry.damage !== "") return `${entry.id.padEnd(24)} damaged: ${entry.damage}`;
  const kind = [entry.kind, entry.family].filter(Boolean).join(", ");
  const size = entry.bytes === null ? "" : sizeText(entry.bytes);
  return `${entry.id.padEnd(24)} ${kind.padEnd(14)} ${size.padStart(7)}  ${entry.inPlace ? `in ${entry.dir}` : (entry.source ?? "")}`.trimEnd();
}

export function downloadLine({ source, bytes, arrived, running }: UnfinishedDownload): string {
  const share = `${source}: ${sizeText(arrived)} of ${sizeText(bytes)} are here`;
  if (running) return `${share}, and it is being downloaded`;
  return `${share}; \`understudy packs add ${source}\` goes on, \`packs remove ${source}\` deletes them`;
}

/** What a pack turned out to be, and the memory that it needs against what there is. */
export function recognisedLine(found: {
  kind: PackKind;
  family?: string;
  memory: PackMemory;
  abilities: PackAbilities;
}): string {
  const { kind, family, memory, abilities } = found;
  const free = process.availableMemory();
  const needs = `${kindWords(kind, family)}. It needs about ${sizeText(memory.whole)} of memory${atSize(abilities)}, ${sizeText(memory.least)} with one part at a time; ${sizeText(free)} are free.`;
  return memory.least > free ? `${needs} Loading it may fail.` : needs;
}

function kindWords(kind: PackKind, family: string | undefined): string {
  const words = {
    painter: "A painter",
    image: "A diffusion pack for pictures",
    motion: "A diffusion pack for motion",
    voice: "A voice",
    matting: "A matting network",
    depth: "A depth network",
  };
  return `${words[kind]}${family === undefined ? "" : ` (${family})`}`;
}

function atSize({ size }: PackAbilities): string {
  return size === undefined ? "" : ` at ${size.width}x${size.height}`;
}

/** The licence and the beginning of its text. */
export function licenceLines(card: PackCard, text: string | null | undefined): string[] {
  const name =
    card.licence ??
    (text ? "see its text" : "not stated by the pack; ask its maker before you publish with it");
  const lines = text?.split("\n") ?? [];
  const rest = lines.length - LICENCE_LINES;
  return [
    `Licence: ${name}`,
    ...lines.slice(0, LICENCE_LINES).map((line) => `  ${line}`.trimEnd()),
    ...(rest > 0 ? [`  ... ${rest} more lines: understudy packs show ${card.id} --licence`] : []),
  ];
}

/** Everything about a pack on a page. */
export function packPage({ card, dir, providers }: PackView, licence: string | null): string {
  const { abilities = {}, memory, speed } = card;
  const entries: [name: string, value: string | undefined][] = [
    ["id", card.id],
    ["name", `${card.name}, version ${card.version}`],
    ["kind", [card.kind, card.family].filter(Boolean).join(", ")],
    ["can", abilityWords(abilities).join(", ") || undefined],
    ["size", sizeWords(abilities)],
    ["steps", abilities.steps === undefined ? undefined : `${abilities.steps} unless told otherwise`],
    ["guidance", guidanceWords(abilities)],
    ["scheduler", schedulerWords(abilities)],
    ["depth", depthWords(abilities)],
    ["speed", speedWords(card)],
    [
      "memory",
      memory &&
        `about ${sizeText(memory.whole)}, ${sizeText(memory.least)} with one part at a time; ${sizeText(process.availableMemory())} are free`,
    ],
    ...providers.map(({ provider, runs, reason }, i): [string, string] => {
      const words = `${runs ? "yes" : "no"}${reason === "" ? "" : `: ${reason}`}`;
      return [i === 0 ? "runs on" : "", `${provider.padEnd(8)} ${words}`];
    }),
    [
      "disk",
      card.bytes === undefined
        ? undefined
        : `${sizeText(card.bytes)} in ${Object.keys(card.files).length} files`,
    ],
    ["folder", card.location === undefined ? dir : `${dir} (used where it is)`],
    [
      "source",
      [card.source, card.revision && `commit ${card.revision}`].filter(Boolean).join(", ") || undefined,
    ],
  ];
  const lines = entries
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.padEnd(9)} ${value}`);
  if (speed === undefined && card.kind !== "painter") lines.push("speed     not measured");
  return [...lines, ...licenceLines(card, licence)].join("\n");
}

function abilityWords({
  picture,
  pictureFromPicture,
  motion,
  sampleRate,
  language,
  speakers,
}: PackAbilities): string[] {
  return [
    ...(picture ? ["picture from text"] : []),
    ...(pictureFromPicture ? ["picture from picture"] : []),
    ...(motion ? [`motion, ${motion.frames} frames at a time`] : []),
    ...(sampleRate ? [`speech at ${sampleRate} Hz`] : []),
    ...(language ? [`language ${language}`] : []),
    ...(speakers ? [`${speakers} ${speakers === 1 ? "voice" : "voices"}`] : []),
  ];
}

function sizeWords({ size }: PackAbilities): string | undefined {
  if (size === undefined) return undefined;
  const own = `${size.width}x${size.height}`;
  return size.fixed ? `${own} only` : `${own}; others in multiples of ${size.multiple}`;
}

function guidanceWords({ guidance }: PackAbilities): string | undefined {
  if (guidance === undefined) return undefined;
  return guidance > 1 ? `${guidance} unless told otherwise` : "none: negative prompts have no effect";
}

function schedulerWords({ scheduler }: PackAbilities): string | undefined {
  if (scheduler === undefined) return undefined;
  if (!scheduler.assumed) return scheduler.name;
  return `${scheduler.name}, which is assumed: the pack has no scheduler/scheduler_config.json`;
}

function depthWords({ depth }: PackAbilities): string | undefined {
  if (depth === undefined) return undefined;
  const { near, toldBy } = depth;
  const words = near === "large" ? "near is large (disparity)" : "near is small (distance)";
  if (toldBy !== "assumed") return `${words}, told by ${toldBy}`;
  return `${words}, which is assumed: add it again with --near small if near and far are the wrong way round`;
}

function speedWords({ speed }: PackCard): string | undefined {
  if (speed === undefined) return undefined;
  const size = speed.width === undefined ? "" : ` at ${speed.width}x${speed.height}`;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  return `${seconds(speed.stepMs)} a step${size} on ${speed.provider}, loaded in ${seconds(speed.loadMs)} (${speed.measured.slice(0, 10)})`;
}
