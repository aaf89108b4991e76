/** Electron's `shell`, `Menu`, `Notification`, `nativeTheme` and `screen`, as far as they are used. */
import { spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { dirname } from "node:path";
import { findOnPath } from "../setup/system.mjs";

const OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: "open", win32: "explorer" };

/** A program that opens something and stays has found it after so long; one that cannot says so earlier. */
const OPENED_MS = 1500;

/** Opens an address or a file with whatever the system has for it. Rejects when nothing has. */
function open(target: string): Promise<void> {
  const program = OPENERS[process.platform] ?? "xdg-open";
  return new Promise((resolve, reject) => {
    const child = spawn(program, [target], { stdio: "ignore", detached: true });
    child.once("error", () => reject(new Error(`${program} is not installed`)));
    // Windows' explorer gives 1 when all went well.
    child.once("exit", (code) =>
      code === 0 || process.platform === "win32"
        ? resolve()
        : reject(new Error(`${program} found no program that opens ${target}`)),
    );
    setTimeout(resolve, OPENED_MS).unref();
    child.unref();
  });
}

export const shell = {
  openExternal: open,
  /** Electron's tells nothing; this one rejects when no folder can be shown. */
  showItemInFolder: (path: string): Promise<void> => open(dirname(path)),
};

/** Chromium in app mode has no menu bar: the menu is kept, so that tests can look at it. */
export class Menu {
  static #application: Menu | null = null;
  readonly items: readonly object[];

  private constructor(items: readonly object[]) {
    this.items = items;
  }

  static buildFromTemplate(template: object[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
}

/** A notification of the desktop, by notify-send. */
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return findOnPath("notify-send").length > 0;
  }

  readonly #title: string;
  readonly #body: string;

  constructor({ title = "", body = "" }: { title?: string; body?: string } = {}) {
    super();
    this.#title = title;
    this.#body = body;
  }

  show(): void {
    const args = ["--app-name=Understudy", "--action=default=Open", "--wait", "--", this.#title, this.#body];
    const child = spawn("notify-send", args, { stdio: ["ignore", "pipe", "ignore"] });
    child.on("error", () => this.emit("failed"));
    child.stdout.on("data", () => this.emit("click"));
    child.unref();
  }

  close(): void {}
}

class NativeTheme extends EventEmitter {
  themeSource: "system" | "light" | "dark" = "system";

  /** Nothing tells the system's wish outside of a page; the studio is dark by default. */
  get shouldUseDarkColors(): boolean {
    return this.themeSource !== "light";
  }
}
export const nativeTheme = new NativeTheme();

export const screen = {
  /** Chromium itself brings windows back that would be outside of every display. */
  getAllDisplays: () => [{ workArea: { x: -32768, y: -32768, width: 65536, height: 65536 } }],
};
