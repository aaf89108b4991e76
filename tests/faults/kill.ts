/**
 * `node tests/faults/kill.ts [KILLS] [SEED]`: thirty random kills by default.
 * Prints the counts as JSON; exit code 1 when anything was wrong.
 */
import { random } from "#contract/random.ts";
import { killDrafts } from "./kills.ts";

const kills = Number(process.argv[2] ?? 30);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
console.log(`${kills} kills, random seed ${seed}`);
const report = await killDrafts({
  kills,
  killsPerDraft: 6,
  random: random(seed),
  prompt: "a red sun sinks into a calm sea, waves, gulls",
  seconds: 2,
  log: console.log,
});
console.log(JSON.stringify(report));
process.exitCode = report.faults.length > 0 ? 1 : 0;
