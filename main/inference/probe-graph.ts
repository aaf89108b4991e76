/**
 * What each provider is tried with: a small graph of the operators that painters and diffusion
 * packs live on (made by training/probe/make.py).
 */
import type { Provider } from "#contract/draft.ts";
import { assetPath } from "#main/assets.ts";
import { floats, openSession, type Session, tensor } from "#native/onnx/index.ts";

export const PROBE_GRAPH = assetPath("probe", "probe.onnx");

const CHANNELS = 16;
/** Side of the small run, which compares results, and of the large one, which measures. */
const SMALL = 64;
const LARGE = 256;
/** A device on which one large run takes longer than this is measured with the small one. */
const LARGE_LIMIT_MS = 2000;
const RUNS = 5;

export interface ProbeResult {
  /** float32 [16, 64, 64]: equal on every provider but for rounding. */
  output: Float32Array;
  /**
   * Median time of a run at 256 x 256, milliseconds, after one to warm up. On a device that is very
   * slow: that of a small run times 16, the ratio of the areas.
   */
  ms: number;
}

/** Runs the probe graph on one provider. @throws Problem as `openSession` does. */
export async function runProbe(provider: Provider): Promise<ProbeResult> {
  const session = await openSession(PROBE_GRAPH, { provider, strict: true });
  try {
    const output = await runAt(session, SMALL);
    const small = await medianMs(session, SMALL, 2);
    const scaled = small * (LARGE / SMALL) ** 2;
    if (scaled > LARGE_LIMIT_MS) return { output, ms: scaled };
    await runAt(session, LARGE);
    return { output, ms: await medianMs(session, LARGE, RUNS) };
  } finally {
    await session.release();
  }
}

async function medianMs(session: Session, side: number, runs: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    const before = session.inferenceMs;
    await runAt(session, side);
    times.push(session.inferenceMs - before);
  }
  return times.sort((a, b) => a - b)[runs >> 1]!;
}

async function runAt(session: Session, side: number): Promise<Float32Array> {
  const values = Float32Array.from({ length: CHANNELS * side * side }, (_, i) => Math.sin(i * 0.37));
  const { y } = await session.run({ x: tensor("float32", values, [1, CHANNELS, side, side]) });
  return floats(y!);
}
