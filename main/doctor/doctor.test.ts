import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ProviderStatus } from "#contract/engine.ts";
import { type DoctorSources, examine, formatReport } from "./index.ts";

const CPU: ProviderStatus = { provider: "cpu", available: true, reason: "", device: "a CPU", probeMs: 12.34 };
const NO_CUDA: ProviderStatus = {
  ...{
    provider: "cuda",
    available: false,
    reason: "cuda cannot be used: no libraries.",
    device: "",
    probeMs: null,
  },
};
/** The parts that other features examine; the rest is this machine. */
const sources: DoctorSources = {
  home: join(tmpdir(), "understudy-no-such-home", "deeper"),
  sqlite: () => ({ version: "3.54.0", fts5: true, library: "ok", detail: "library.db" }),
  packs: () => [{ id: "backlot", name: "Backlot", ok: true, detail: "" }],
  probe: async () => [NO_CUDA, CPU],
};

afterEach(() => vi.unstubAllEnvs());

describe("the doctor", () => {
  it("examines this machine", async () => {
    const report = await examine(sources);
    expect(report.ffmpeg!.encoders).toContainEqual({ encoder: "libx264", works: true, reason: "" });
    expect(report.choice).toEqual({ provider: "cpu", why: expect.stringContaining("cuda cannot be used") });
    expect(report.onnxruntime).toMatch(/^\d+\./);
    expect(report.home.freeBytes).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it("reports what is missing, each with a hint, and examines the rest", async () => {
    vi.stubEnv("UNDERSTUDY_FFMPEG", "/no/such/ffmpeg");
    const report = await examine({
      ...sources,
      probe: async () => [NO_CUDA],
      sqlite: () => {
        throw new Error("better_sqlite3.node: cannot open\nand a stack");
      },
      packs: () => [{ id: "torn", name: "Torn", ok: false, detail: "unet/model.onnx is cut short" }],
    });
    expect(report).toMatchObject({ choice: null, ffmpeg: null, sqlite: null });
    const messages = report.problems.map(({ message }) => message).join("\n");
    for (const part of ["cpu was not probed", "/no/such/ffmpeg", "cannot open", '"torn" is damaged']) {
      expect(messages).toContain(part);
    }
    expect(messages).not.toContain("stack");
    for (const { hint } of report.problems) expect(hint).not.toBe("");
  });

  it("offers the backup of a damaged library", async () => {
    const sqlite = () => ({ version: "3", fts5: true, library: "damaged" as const, detail: "page 7" });
    const { problems } = await examine({ ...sources, sqlite });
    expect(problems.at(-1)).toMatchObject({
      message: "The library is damaged: page 7",
      hint: expect.stringContaining("restore-backup"),
    });
  });
});

describe("its table", () => {
  it("has a line for each thing, and colours only when asked for", async () => {
    const report = { ...(await examine(sources)), problems: [] };
    const text = formatReport(report);
    expect(text).toMatch(/^ {2}cpu {3}yes {2}12\.3 ms {2}a CPU$/m);
    expect(text).toMatch(/^ {2}cuda {2}no {12}cuda cannot be used: no libraries\.$/m);
    expect(text).toMatch(/^ {2}backlot {2}yes {2}Backlot$/m);
    expect(text).toContain("All is well.");
    const ESC = String.fromCharCode(27);
    expect(text).not.toContain(ESC);
    expect(formatReport(report, { colour: true })).toContain(ESC);
  });
});
