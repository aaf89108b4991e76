/** The user's settings: one JSON file, written whole or not at all. */
import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_SETTINGS, Settings } from "#contract/settings.ts";
import type { Home } from "#main/home.ts";

export class SettingsStore {
  readonly #path: string;
  readonly #onChange: (settings: Settings) => void;
  #settings: Settings;
  #writing: Promise<void> = Promise.resolve();

  /** Reads the settings of `home`. `onChange` is told of every change. */
  constructor(home: Home, onChange: (settings: Settings) => void = () => {}) {
    this.#path = join(home.root, "settings.json");
    this.#onChange = onChange;
    this.#settings = readSettings(this.#path);
  }

  get(): Settings {
    return this.#settings;
  }

  /** Changes the settings that are named. Resolves when they are on the disk. */
  async set(change: { [Key in keyof Settings]?: Settings[Key] | undefined }): Promise<Settings> {
    this.#settings = Settings.parse({ ...this.#settings, ...change });
    this.#onChange(this.#settings);
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    await this.#writing;
    return this.#settings;
  }

  async #write(): Promise<void> {
    const temporary = `${this.#path}.${process.pid}.tmp`;
    await writeFile(temporary, `${JSON.stringify(this.#settings, null, 2)}\n`, { flush: true });
    await rename(temporary, this.#path);
  }
}

/** The settings of the file; of a damaged one, those fields that are right. */
function readSettings(path: string): Settings {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return DEFAULT_SETTINGS;
  }
  const whole = Settings.safeParse(content);
  if (whole.success) return whole.data;
  const fields = typeof content === "object" && content !== null ? Object.entries(content) : [];
  const right = fields.filter(([key, value]) => Settings.partial().safeParse({ [key]: value }).success);
  return Settings.parse(Object.fromEntries(right));
}
