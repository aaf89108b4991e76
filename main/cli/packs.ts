/** `understudy packs list`, `show`, `add`, `remove` and `verify`. */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PROVIDERS, type Provider } from "#contract/draft.ts";
import { NearValues, PACK_KINDS, type PackKind } from "#contract/pack.ts";
import { Problem } from "#contract/problem.ts";
import { findHome } from "#main/home.ts";
import { cachedProbe, probeProviders } from "#main/inference/index.ts";
import {
  type AddedPack,
  addPack,
  listPacks,
  packEntries,
  removePack,
  type Verified,
  verifyPack,
  viewPack,
} from "#main/packs/index.ts";
import { onInterrupt } from "./interrupt.ts";
import { downloadLine, entryLine, licenceLines, packPage, recognisedLine } from "./packs-format.ts";
import { PackProgressView } from "./packs-progress.ts";
import { printJson } from "./report.ts";

interface JsonFlag {
  json?: boolean;
}

export interface AddFlags extends JsonFlag {
  id?: string;
  copy?: boolean;
  kind?: string;
  near?: string;
  revision?: string;
  provider?: string;
}

export async function packsListCommand(flags: JsonFlag): Promise<void> {
  const { packs, downloads } = await packEntries(findHome());
  if (flags.json) printJson({ packs, downloads });
  else for (const line of [...packs.map(entryLine), ...downloads.map(downloadLine)]) console.log(line);
}

export async function packsShowCommand(id: string, flags: JsonFlag & { licence?: boolean }): Promise<void> {
  const home = findHome();
  if (flags.licence && !flags.json) {
    const { cardDir, card } = viewPack(id, home, []);
    console.log((await textOf(cardDir, card.licenceFile)) ?? licenceLines(card, null)[0]);
    return;
  }
  const statuses = existsSync(home.root) ? await cachedProbe(home.providers) : await probeProviders();
  const view = viewPack(id, home, statuses);
  const { card, dir, cardDir, providers } = view;
  const licenceText = await textOf(cardDir, card.licenceFile);
  if (!flags.json) {
    console.log(packPage(view, licenceText));
    return;
  }
  const { files, ...rest } = card;
  printJson({ ...rest, dir, providers, licenceText, files });
}

export async function packsAddCommand(source: string, flags: AddFlags): Promise<void> {
  const home = findHome();
  const view = new PackProgressView();
  const cancelling = new AbortController();
  const release = onInterrupt(
    cancelling,
    "Run the same command again: a download goes on where it broke off.",
  );
  try {
    const added = await addPack({
      home,
      source,
      copy: flags.copy === true,
      ...(flags.id !== undefined && { id: flags.id }),
      ...(flags.revision !== undefined && { revision: flags.revision }),
      ...(flags.kind !== undefined && { kind: kindOf(flags.kind) }),
      ...(flags.near !== undefined && { near: nearOf(flags.near) }),
      ...(flags.provider !== undefined && { provider: providerOf(flags.provider) }),
      signal: cancelling.signal,
      onProgress: (progress) => view.update(progress),
      onRecognised: (found) => view.say(recognisedLine(found)),
    });
    view.end();
    tellAdded(added, flags);
  } finally {
    view.end();
    release();
  }
}

export async function packsRemoveCommand(id: string, flags: JsonFlag): Promise<void> {
  const removed = await removePack(id, findHome());
  if (flags.json) printJson(removed);
  else console.log(`Removed ${id}.${removed.kept === null ? "" : ` Its files stay in ${removed.kept}.`}`);
}

/** Reads every file of one pack, or of all, and names each that is wrong. */
export async function packsVerifyCommand(id: string | undefined, flags: JsonFlag): Promise<void> {
  const home = findHome();
  const verified = [];
  for (const one of id === undefined ? listPacks(home) : [id]) verified.push(await verifyPack(one, home));
  const broken = verified.filter((pack) => pack.broken.length > 0);
  if (!flags.json) {
    for (const { id, files } of verified.filter((pack) => pack.broken.length === 0)) {
      console.log(`${id}: ${files} files, all right`);
    }
  }
  if (broken.length === 0) {
    if (flags.json) printJson({ packs: verified });
    return;
  }
  const message = broken.map(damageLine).join("\n");
  const hint = "Remove a damaged pack by `understudy packs remove ID` and add it again.";
  process.stderr.write(`${message}\n${hint}\n`);
  if (flags.json) printJson({ packs: verified, error: { code: "corrupt-pack", message, hint } });
  process.exitCode = 2;
}

function damageLine({ id, broken }: Verified): string {
  return `The pack "${id}" is damaged: ${broken.map(({ file, reason }) => `${file} ${reason}`).join("; ")}.`;
}

function tellAdded({ id, dir, card, licenceText }: AddedPack, flags: AddFlags): void {
  if (flags.json) {
    const { files, ...rest } = card;
    printJson({ ...rest, dir, licenceText: licenceText ?? null, files });
    return;
  }
  for (const line of licenceLines(card, licenceText)) console.log(line);
  const seconds = ((card.speed?.stepMs ?? 0) / 1000).toFixed(2);
  console.log(
    `Added ${id} (${card.kind}); one run took ${seconds} s on ${card.speed?.provider}. \`understudy packs show ${id}\` tells more.`,
  );
}

async function textOf(dir: string, file: string | undefined): Promise<string | null> {
  return file === undefined ? null : readFile(join(dir, file), "utf8").catch(() => null);
}

function kindOf(text: string): PackKind {
  const kind = PACK_KINDS.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw new Problem(
    "bad-input",
    `--kind cannot be "${text.slice(0, 40)}".`,
    `It takes one of ${PACK_KINDS.join(", ")}.`,
  );
}

function nearOf(text: string): NearValues {
  const near = NearValues.safeParse(text);
  if (near.success) return near.data;
  throw new Problem(
    "bad-input",
    `--near cannot be "${text.slice(0, 40)}".`,
    "It takes large (disparity: near is large) or small (distance: near is small).",
  );
}

function providerOf(text: string): Provider {
  const provider = PROVIDERS.find((known) => known === text);
  if (provider !== undefined) return provider;
  throw new Problem(
    "bad-input",
    `--provider cannot be "${text.slice(0, 40)}".`,
    `It takes one of ${PROVIDERS.join(", ")}.`,
  );
}
