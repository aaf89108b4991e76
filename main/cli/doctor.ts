/** `understudy doctor`. */
import { examine, formatReport } from "#main/doctor/index.ts";
import { findHome } from "#main/home.ts";
import { examineLibrary } from "#main/library/index.ts";
import { examinePacks } from "#main/packs/index.ts";
import { printJson } from "./report.ts";

/** Tells what works on this machine; exit code 2 when something keeps the studio from working. */
export async function doctorCommand(flags: { json?: boolean }): Promise<void> {
  const home = findHome();
  const report = await examine({
    home: home.root,
    sqlite: () => examineLibrary(home),
    packs: () => examinePacks(home),
  });
  if (flags.json) printJson(report);
  else
    process.stdout.write(
      formatReport(report, { colour: process.stdout.isTTY && process.stdout.hasColors() }),
    );
  if (report.problems.length > 0) process.exitCode = 2;
}
