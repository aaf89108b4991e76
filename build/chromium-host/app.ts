/** Electron's `app`: the program's life, its paths, and one instance a folder. */
import { EventEmitter } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { claimInstance } from "./instance.ts";
import { hostSettings } from "./settings.ts";

class App extends EventEmitter {
  readonly isPackaged = false;
  name = "Understudy";
  readonly #ready = Promise.withResolvers<void>();
  readonly #paths = new Map<string, string>();
  readonly #windows = new Set<{ close(): void }>();
  #isQuitting = false;
  #releaseInstance: () => void = () => {};

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }
  #isReady = false;

  /** Called by the host when the program's entry has been evaluated: not earlier, as in Electron. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit("ready");
    this.#ready.resolve();
  }

  getVersion(): string {
    return (
      JSON.parse(readFileSync(join(hostSettings().root, "package.json"), "utf8")) as { version: string }
    ).version;
  }

  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getAppPath(): string {
    return hostSettings().root;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  setAppUserModelId(): void {}

  getPath(name: string): string {
    return this.#paths.get(name) ?? homedir();
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  /** Takes the lock of the folder `userData`; false when another instance has it, which is then told. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath("userData");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const claim = claimInstance(folder, () => this.emit("second-instance", {}, [], process.cwd(), undefined));
    this.#releaseInstance = claim.release;
    return claim.isFirst;
  }

  addWindow(window: { close(): void }): void {
    this.#windows.add(window);
  }

  removeWindow(window: { close(): void }): void {
    this.#windows.delete(window);
    if (this.#windows.size > 0) return;
    if (this.#isQuitting) this.#leave();
    else if (!this.emit("window-all-closed")) this.quit();
  }

  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    this.emit("before-quit", { preventDefault: () => {} });
    if (this.#windows.size === 0) this.#leave();
    else for (const window of this.#windows) window.close();
  }

  relaunch(): void {
    throw new Error("the Chromium host cannot start the program again by itself");
  }

  exit(code = 0): void {
    this.#releaseInstance();
    process.exit(code);
  }

  #leave(): void {
    let isPrevented = false;
    this.emit("will-quit", {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    if (isPrevented) {
      this.#isQuitting = false;
      return;
    }
    this.emit("quit", {}, 0);
    this.exit(0);
  }
}

export const app = new App();
