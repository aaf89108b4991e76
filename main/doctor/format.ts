/** The doctor's report as a table for a terminal. */
import { styleText } from "node:util";
import type { DoctorReport } from "#contract/doctor.ts";

type Row = [name: string, state: boolean | null, ...cells: string[]];

/**
 * The report as lines of aligned columns, the problems last.
 * @param colour whether to use the terminal's colours; a pipe or a file should get none.
 */
export function formatReport(report: DoctorReport, { colour = false } = {}): string {
  const paint = (style: "green" | "red" | "yellow" | "bold" | "dim", text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const section = (title: string, rows: Row[]) => {
    const widths = [0, 2, 3].map((column) =>
      Math.max(0, ...rows.map((row) => `${row[column] ?? ""}`.length)),
    );
    const lines = rows.map(([name, state, ...cells]) => {
      const word = state === null ? "   " : state ? paint("green", "yes") : paint("dim", "no ");
      const padded = cells.map((cell, i) => (i < cells.length - 1 ? cell.padEnd(widths[i + 1] ?? 0) : cell));
      return `  ${name.padEnd(widths[0]!)}  ${word}  ${padded.join("  ")}`.trimEnd();
    });
    return [paint("bold", title), ...lines].join("\n");
  };
  const { system, home } = report;
  const sections = [
    section("Machine", [
      ["system", null, `${system.platform}, Node ${system.node}`],
      ["processor", null, `${system.cpu}, ${system.threads} threads`],
      ["memory", null, gigabytes(system.memoryBytes)],
      ["folder", null, home.path],
      ["free", null, home.freeBytes === null ? "unknown" : gigabytes(home.freeBytes)],
    ]),
    section(
      `Inference (onnxruntime ${report.onnxruntime})`,
      report.providers.map(({ provider, available, probeMs, device, reason }): Row => {
        const speed = probeMs === null ? "" : `${probeMs.toFixed(1)} ms`;
        return [provider, available, speed, available ? device : reason];
      }),
    ) + (report.choice ? `\n  ${report.choice.why}` : ""),
    section("ffmpeg", ffmpegRows(report.ffmpeg)),
    section("SQLite", sqliteRows(report.sqlite)),
    section("Window", [
      ["Electron", report.electron.found, report.electron.detail],
      ["Chromium", report.chromium.found, report.chromium.detail],
    ]),
    section(
      "Packs",
      report.packs.map(({ id, name, ok, detail }): Row => [id, ok, ok ? name : detail]),
    ),
  ];
  const problems = report.problems.map(
    ({ message, hint }) => `${paint("red", "Problem:")} ${message}\n  ${hint}`,
  );
  const end = problems.length > 0 ? problems : [paint("green", "All is well.")];
  return `${[...sections, ...end].join("\n\n")}\n`;
}

function ffmpegRows(ffmpeg: DoctorReport["ffmpeg"]): Row[] {
  if (!ffmpeg) return [["program", false, "see below"]];
  return [
    ["program", true, `${ffmpeg.path} (${ffmpeg.source}), version ${ffmpeg.version}`],
    ...ffmpeg.encoders.map(({ encoder, works, reason }): Row => [encoder, works, reason]),
  ];
}

function sqliteRows(sqlite: DoctorReport["sqlite"]): Row[] {
  if (!sqlite) return [["library", false, "see below"]];
  return [
    ["SQLite", true, `version ${sqlite.version}`],
    ["FTS5", sqlite.fts5, ""],
    ["library", sqlite.library === "absent" ? null : sqlite.library === "ok", sqlite.detail],
  ];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
