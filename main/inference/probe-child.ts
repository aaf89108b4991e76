/** Entry of a process that tries one provider (its argument) and tells its parent how it went. */
import { PROVIDERS } from "#contract/draft.ts";
import { Problem } from "#contract/problem.ts";
import { reasonText } from "#contract/reason.ts";
import { parentPort } from "./launch.ts";
import { dieWithParent } from "./orphan.ts";
import type { ProbeReport } from "./probe.ts";
import { runProbe } from "./probe-graph.ts";

const parent = parentPort();
if (!parent) throw new Error("the probe is started by Understudy");
dieWithParent(parent);
const provider = PROVIDERS.find((name) => name === process.argv[2]);
if (!provider) throw new Error(`no such provider: ${process.argv[2]}`);

const report = await runProbe(provider).then<ProbeReport, ProbeReport>(
  (result) => ({ ok: true, ...result }),
  (error: unknown) => {
    const reason = error instanceof Problem ? error.message : String(error);
    const told = error instanceof Problem ? error.text?.reason : undefined;
    return { ok: false, reason, text: told ?? reasonText("said", { said: reason }) };
  },
);
parent.send(report, () => process.exit());
