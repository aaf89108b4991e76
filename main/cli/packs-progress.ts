/** Progress of adding a pack, on stderr: one line that renews itself on a terminal, else a line for each step. */
import { stripVTControlCharacters } from "node:util";
import type { AddProgress } from "#main/packs/index.ts";

const REDRAW_MS = 80;
const WORDS: Readonly<Record<AddProgress["step"], string>> = {
  unpack: "Unpacking",
  download: "Downloading",
  copy: "Copying",
  check: "Hashing",
  try: "Trying",
};

export class PackProgressView {
  readonly #stream: NodeJS.WriteStream;
  #step = "";
  #drawnAt = 0;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  update({ step, fraction, detail }: AddProgress): void {
    const words = WORDS[step];
    if (!this.#stream.isTTY) {
      if (step !== this.#step) this.#stream.write(`${words}\n`);
    } else if (step !== this.#step || performance.now() - this.#drawnAt > REDRAW_MS) {
      this.#drawnAt = performance.now();
      const line = `${words} ${Math.floor(100 * fraction)} %  ${stripVTControlCharacters(detail)}`;
      // A terminal may not know its width; a line that wraps could not be renewed.
      this.#stream.write(`\r${line.slice(0, (this.#stream.columns || 80) - 1)}\x1b[K`);
    }
    this.#step = step;
  }

  /** A line that stays. */
  say(line: string): void {
    this.end();
    this.#stream.write(`${line}\n`);
  }

  /** Clears the line. */
  end(): void {
    if (this.#stream.isTTY && this.#drawnAt > 0) this.#stream.write("\r\x1b[K");
    this.#drawnAt = 0;
  }
}
