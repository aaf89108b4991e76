/** What uses the disk, what can be cleaned, and where media, packs and cache lie. */
import { copyFile, mkdir } from "node:fs/promises";
import { Problem } from "#contract/problem.ts";
import type { Cleanable, MoveState, Place, StorageReport } from "#contract/storage.ts";
import { type Home, isMoving, movedPlaces, ownFolder, prepareHome } from "#main/home.ts";
import { type Move, placesFile, readMove, readPlaces, writeMove, writePlaces } from "#main/places.ts";
import { Rate } from "#main/rate.ts";
import { clean, type LibraryHold } from "./clean.ts";
import { measureStorage } from "./measure.ts";
import { isSwitched, type MoveProgress, runMove, undoMove } from "./move.ts";
import { locate, requireTarget, targetOf } from "./target.ts";

export type { LibraryHold } from "./clean.ts";

export interface StorageOptions {
  home: Home;
  /** Throws a Problem while a draft runs or a pack is added, in this process or another one. */
  requireQuiet: () => Promise<void>;
  library: LibraryHold;
  /** Told how a move goes on; null when it is done or undone. */
  onMove: (move: MoveState | null) => void;
}

/** Progress is told so often at most. */
const TELL_MS = 150;

export class Storage {
  readonly #options: StorageOptions;
  #running: { move: Move; stop: AbortController; done: Promise<void> } | undefined;
  #state: MoveState | null = null;
  #toldAt = 0;

  constructor(options: StorageOptions) {
    this.#options = options;
  }

  /** Goes on where a crash came between a move's switch and its end: only the old folder is still to be deleted. */
  async recover(): Promise<void> {
    const { home } = this.#options;
    const move = readMove(home.root);
    if (move === undefined || isMoving(move)) return;
    if (isSwitched(home, move)) await this.#run(move);
    else this.#state = stopped(move);
  }

  report(): Promise<StorageReport> {
    return measureStorage(this.#options.home, this.#options.library.holdings());
  }

  /** The move that is under way or was stopped; null when there is none. */
  get move(): MoveState | null {
    return this.#state;
  }

  /**
   * Begins to move a place below the folder that the user chose; null: back into the studio's own.
   * @throws Problem: why it cannot be moved there. What goes wrong later is told by the move's state.
   */
  async startMove(place: Place, chosen: string | null): Promise<void> {
    const { home, requireQuiet } = this.#options;
    this.#requireNoMove();
    const to = targetOf(home, place, chosen);
    await requireTarget(home, place, chosen, to);
    await requireQuiet();
    await this.#begin({ ...ours(), place, from: home[place], to });
  }

  /** Goes on with a move that was stopped. */
  async resumeMove(): Promise<void> {
    await this.#begin({ ...this.#stoppedMove(), ...ours() });
  }

  /** Stops the move; what has been copied stays until it goes on or is undone. */
  async stopMove(): Promise<void> {
    this.#running?.stop.abort(new Problem("cancelled", "Stopped.", "It can go on at any time."));
    await this.#running?.done;
  }

  /** Stops the move and deletes what has been copied. Nothing has changed then. */
  async undoMove(): Promise<void> {
    await this.stopMove();
    const move = readMove(this.#options.home.root);
    if (move !== undefined && this.#state !== null) await undoMove(this.#options.home, move);
    this.#tell(null);
  }

  /** Tells where a moved place is now: a disk that has another name. */
  async relocate(place: Place, chosen: string): Promise<void> {
    await this.#setPlace(place, await locate(place, chosen));
  }

  /** Gives a moved place up that is not there, and begins an empty one in the studio's folder. */
  async forget(place: Place): Promise<void> {
    const { home } = this.#options;
    await this.#setPlace(place, ownFolder(home.root, place));
    prepareHome(home);
  }

  /** The file that says where the places are, when it cannot be read; null when all is well. */
  damagedPlaces(): string | null {
    const { root } = this.#options.home;
    try {
      readPlaces(root);
      return null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return placesFile(root);
    }
  }

  /** Writes the places down as this process knows them; what was there is kept beside it. */
  async rewritePlaces(): Promise<void> {
    const { home } = this.#options;
    this.#requireNoMove();
    const file = placesFile(home.root);
    await copyFile(file, `${file}.damaged-${Date.now()}`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await writePlaces(home.root, Object.fromEntries(movedPlaces(home).map((place) => [place, home[place]])));
  }

  clean(kind: Cleanable): Promise<number> {
    return clean(kind, this.#options.home, this.#options.library);
  }

  async close(): Promise<void> {
    await this.stopMove();
  }

  async #setPlace(place: Place, folder: string): Promise<void> {
    const { home } = this.#options;
    this.#requireNoMove();
    const { [place]: _old, ...others } = readPlaces(home.root);
    const own = folder === ownFolder(home.root, place);
    if (own) await mkdir(folder, { recursive: true });
    await writePlaces(home.root, own ? others : { ...others, [place]: folder });
    home[place] = folder;
  }

  /** From here on nobody else begins to write into a place. */
  async #begin(move: Move): Promise<void> {
    await writeMove(this.#options.home.root, move);
    void this.#run(move);
  }

  async #run(move: Move): Promise<void> {
    const { home, requireQuiet } = this.#options;
    const stop = new AbortController();
    const rate = new Rate();
    let problem: MoveState["problem"] = null;
    this.#tell({ ...stopped(move), state: "running" });
    const onProgress = (progress: MoveProgress) => {
      rate.add(progress.bytes);
      const estimate = rate.estimate(progress.totalBytes - progress.bytes);
      this.#progress({ ...stopped(move), ...progress, ...estimate, state: "running" });
    };
    const work = runMove(home, move, { signal: stop.signal, onProgress, requireQuiet }).then(
      () => this.#tell(null),
      async (error: unknown) => {
        if (!stop.signal.aborted) problem = wire(error);
        // Drafts need not wait for what nobody works on.
        await writeMove(home.root, { ...move, pid: 0 }).catch(() => undefined);
        // Nothing was copied of a move that could not begin.
        this.#tell({ ...(this.#state ?? stopped(move)), state: "stopped", problem });
      },
    );
    this.#running = { move, stop, done: work };
    await work;
    this.#running = undefined;
  }

  #progress(state: MoveState): void {
    const now = performance.now();
    const due = state.phase !== this.#state?.phase || now - this.#toldAt > TELL_MS;
    this.#state = state;
    if (due) this.#tell(state);
  }

  #tell(state: MoveState | null): void {
    this.#state = state;
    this.#toldAt = performance.now();
    this.#options.onMove(state);
  }

  #stoppedMove(): Move {
    const move = readMove(this.#options.home.root);
    if (move !== undefined && this.#running === undefined) return move;
    throw new Problem("not-found", "No move was stopped.", "Choose a folder to begin one.", {
      text: { key: "move-gone" },
    });
  }

  #requireNoMove(): void {
    if (this.#state === null) return;
    throw new Problem("not-writable", "Another folder is being moved.", "Let it end, or undo it.", {
      text: { key: "place-busy" },
    });
  }
}

/** How a move looks that nobody works on. */
function stopped({ place, from, to }: Move): MoveState {
  const unknown = { bytes: 0, totalBytes: 0, bytesPerSecond: null, secondsLeft: null, problem: null };
  return { place, from, to, state: "stopped", phase: "count", ...unknown };
}

function ours(): Pick<Move, "pid" | "startedAt"> {
  return { pid: process.pid, startedAt: Date.now() };
}

function wire(error: unknown): MoveState["problem"] {
  if (error instanceof Problem) return error.fields;
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new Problem("no-space", message, "Free some space there.").fields;
  if (["EACCES", "EPERM", "EROFS"].includes(code)) {
    return new Problem("not-writable", message, "Check the rights of the folder that is named.").fields;
  }
  return { code: "fault", message, hint: "" };
}
