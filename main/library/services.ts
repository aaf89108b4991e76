/** The library's long work, put together for a window: imports, exports, pictures, the trash's retention. */
import type { LibraryTask } from "#contract/library.ts";
import type { Home } from "#main/home.ts";
import type { Database } from "#native/sqlite/index.ts";
import type { EncoderChoice } from "./encoding.ts";
import { Exporter } from "./export/exporter.ts";
import { Importer, ImportStore, Proxies, Uploads } from "./import/index.ts";
import { PictureMaker } from "./pictures/index.ts";
import { pictureSource } from "./pictures/source.ts";
import type { Repositories } from "./repositories.ts";
import { Tasks } from "./tasks.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How often changes of other processes are looked for. */
const WATCH_MS = 2_000;

export interface ServiceOptions {
  /** How long an item stays in the trash. */
  trashDays: () => number;
  /** What clips are encoded with where they are encoded anew. */
  chooseEncoder: () => Promise<EncoderChoice>;
  onTask: (task: LibraryTask) => void;
  /** Items changed, here or in another process. */
  onChange: () => void;
}

export class LibraryServices {
  readonly tasks: Tasks;
  readonly importer: Importer;
  readonly exporter: Exporter;
  readonly pictures: PictureMaker;
  readonly proxies: Proxies;
  readonly #ends: (() => void)[] = [];

  constructor(home: Home, database: Database, repositories: Repositories, options: ServiceOptions) {
    const { items, media, trash } = repositories;
    this.tasks = new Tasks(options.onTask);
    this.pictures = new PictureMaker(home, (id) => pictureSource(home, database, id));
    this.proxies = new Proxies(home, database, items, media, this.tasks, options.chooseEncoder);
    const store = new ImportStore(home, database, items, media, (id) => this.pictures.prepare(id));
    this.importer = new Importer(database, items, store, this.proxies, this.tasks, new Uploads(home));
    this.exporter = new Exporter(home, database, this.tasks, options.chooseEncoder);
    this.#ends.push(items.onChange(options.onChange));
    // A purge that fails is tried again the next day; nothing is lost meanwhile.
    const purge = () => void trash.purge(options.trashDays()).catch(() => undefined);
    this.#every(DAY_MS, purge);
    purge();
    this.#watch(database, options.onChange);
  }

  /** Goes on with the proxies that an earlier run left. */
  start(): void {
    this.proxies.start();
  }

  /** Cancels what runs. */
  async close(): Promise<void> {
    for (const end of this.#ends) end();
    await this.tasks.close();
    await this.pictures.close();
  }

  /** The command line drafts into the same library. */
  #watch(database: Database, onChange: () => void): void {
    const version = () => database.pragma("data_version", { simple: true }) as number;
    let seen = version();
    this.#every(WATCH_MS, () => {
      const now = version();
      if (now !== seen) onChange();
      seen = now;
    });
  }

  #every(ms: number, work: () => void): void {
    const timer = setInterval(work, ms).unref();
    this.#ends.push(() => clearInterval(timer));
  }
}
