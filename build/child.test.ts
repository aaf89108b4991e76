import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

const MODULE = JSON.stringify(new URL("child.mjs", import.meta.url).href);

/** Starts a parent that runs `script` as its foreground child and exits with its code. */
function startParent(script: string, ...args: string[]) {
  const parent = `
    import { runInForeground } from ${MODULE};
    process.exit(await runInForeground(process.execPath, ["-e", ${JSON.stringify(script)}, ...process.argv.slice(1)]));`;
  return spawn(process.execPath, ["--input-type=module", "-e", parent, "--", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("passes arguments and the exit code through, untouched", async () => {
  const parent = startParent(
    "console.log(JSON.stringify(process.argv.slice(1))); process.exit(42)",
    "a b",
    "$HOME",
    "",
  );
  const [text] = await once(parent.stdout.setEncoding("utf8"), "data");
  expect(JSON.parse(text)).toEqual(["a b", "$HOME", ""]);
  expect(await once(parent, "exit")).toEqual([42, null]);
});

test("passes a signal on and waits for the child to end in its own way", async () => {
  const script =
    'process.on("SIGTERM", () => process.exit(9)); setInterval(() => {}, 1000); console.log("up")';
  const parent = startParent(script);
  await once(parent.stdout, "data");
  parent.kill("SIGTERM");
  expect(await once(parent, "exit")).toEqual([9, null]);
});

test("a child that a signal ended gives 128 + the signal", async () => {
  const parent = startParent('process.kill(process.pid, "SIGKILL")');
  expect(await once(parent, "exit")).toEqual([137, null]);
});
