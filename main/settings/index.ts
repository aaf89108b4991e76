/** The user's settings: one JSON file, written whole or not at all; a damaged one is kept aside, and told. */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_SETTINGS, Settings, type SettingsChange, type SettingsDamage } from "#contract/settings.ts";
import { writeWhole } from "#main/durable.ts";
import type { Home } from "#main/home.ts";

export class SettingsStore {
  /** What could not be read at the start. */
  readonly damage: SettingsDamage | null;
  readonly #path: string;
  readonly #onChange: (settings: Settings) => void;
  /** Fields that this version does not know: a later one's, which it must find again. */
  readonly #foreign: Record<string, unknown>;
  #settings: Settings;
  #writing: Promise<void> = Promise.resolve();

  /** Reads the settings of `home`. `onChange` is told of every change. */
  constructor(home: Home, onChange: (settings: Settings) => void = () => {}) {
    this.#path = join(home.root, "settings.json");
    this.#onChange = onChange;
    const { settings, foreign, lost } = read(this.#path);
    this.#settings = settings;
    this.#foreign = foreign;
    this.damage = lost && { keptAs: keepAside(this.#path), lost };
  }

  get(): Settings {
    return this.#settings;
  }

  /** Changes the settings that are named. Resolves when they are on the disk. */
  async set(change: SettingsChange): Promise<Settings> {
    const changed = Object.entries(change).filter(([, value]) => value !== undefined);
    this.#settings = Settings.parse({ ...this.#settings, ...Object.fromEntries(changed) });
    this.#onChange(this.#settings);
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    await this.#writing;
    return this.#settings;
  }

  async #write(): Promise<void> {
    const content = JSON.stringify({ ...this.#foreign, ...this.#settings }, null, 2);
    await writeWhole(this.#path, `${content}\n`, `${this.#path}.${process.pid}.tmp`);
  }
}

interface Found {
  settings: Settings;
  foreign: Record<string, unknown>;
  /** Names of the settings that could not be read, none for a file that is no settings at all; null: all is well. */
  lost: string[] | null;
}

/** The settings of the file; of a damaged one, those fields that are right. */
function read(path: string): Found {
  const content = parse(path);
  if (content === undefined) return { settings: DEFAULT_SETTINGS, foreign: {}, lost: null };
  if (content === null) return { settings: DEFAULT_SETTINGS, foreign: {}, lost: [] };
  const fields = Object.entries(content);
  const own = fields.filter(([name]) => Object.hasOwn(Settings.shape, name));
  const right = own.filter(([name, value]) => fieldOf(name).safeParse(value).success);
  const wrong = own.filter((field) => !right.includes(field)).map(([name]) => name);
  return {
    settings: Settings.parse({ ...DEFAULT_SETTINGS, ...Object.fromEntries(right) }),
    foreign: Object.fromEntries(fields.filter((field) => !own.includes(field))),
    lost: wrong.length > 0 ? wrong : null,
  };
}

function fieldOf(name: string) {
  return Settings.shape[name as keyof typeof Settings.shape];
}

/** The file's object; undefined when there is no file, null when it holds no object. */
function parse(path: string): Record<string, unknown> | null | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    const isObject = typeof content === "object" && content !== null && !Array.isArray(content);
    return isObject ? (content as Record<string, unknown>) : null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : null;
  }
}

/** Copies the damaged file beside itself, before the next change writes over it. */
function keepAside(path: string): string {
  const aside = path.replace(/\.json$/, `.damaged-${new Date().toISOString().replaceAll(":", "-")}.json`);
  try {
    copyFileSync(path, aside);
    return aside;
  } catch {
    // It cannot be read, and so cannot be lost by us; or the disk is full, which every change will tell.
    return path;
  }
}
