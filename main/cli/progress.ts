/** Progress on stderr: one line that renews itself on a terminal, else a line for each stage that ends. */
import { STAGES, type Stage } from "#contract/draft.ts";
import type { StageProgress } from "#main/draft/index.ts";

const REDRAW_MS = 80;

interface StageState {
  /** Fraction of each part. */
  parts: number[];
  ms: number;
  cached: boolean;
}

export class ProgressView {
  readonly #stream: NodeJS.WriteStream;
  readonly #stages = new Map<Stage, StageState>();
  #drawnAt = 0;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  update({ stage, part, parts, fraction, ms, cached }: StageProgress): void {
    let state = this.#stages.get(stage);
    if (state === undefined) {
      state = { parts: new Array<number>(parts).fill(0), ms: 0, cached: true };
      this.#stages.set(stage, state);
    }
    state.parts[part] = fraction;
    state.ms += ms;
    if (fraction === 1) state.cached &&= cached;
    const ended = fractionOf(state) === 1;
    if (!this.#stream.isTTY) {
      if (ended) this.#stream.write(`${stage.padEnd(8)} ${state.cached ? "unchanged" : seconds(state.ms)}\n`);
    } else if (ended || performance.now() - this.#drawnAt > REDRAW_MS) {
      this.#draw();
    }
  }

  /** Clears the line. */
  end(): void {
    if (this.#stream.isTTY && this.#drawnAt > 0) this.#stream.write("\r\x1b[K");
  }

  #draw(): void {
    this.#drawnAt = performance.now();
    const cells = STAGES.map((stage) => {
      const state = this.#stages.get(stage);
      if (state === undefined) return stage;
      const fraction = fractionOf(state);
      return fraction === 1 ? `✓ ${stage}` : `${stage} ${Math.floor(fraction * 100)} %`;
    });
    // A terminal may not know its width; a line that wraps could not be renewed.
    const line = cells.join("  ").slice(0, (this.#stream.columns || 80) - 1);
    this.#stream.write(`\r${line}\x1b[K`);
  }
}

function fractionOf({ parts }: StageState): number {
  return parts.reduce((sum, fraction) => sum + fraction, 0) / parts.length;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
