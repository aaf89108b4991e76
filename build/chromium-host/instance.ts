/** One running instance a folder: the first watches for knocks, later ones knock and leave. */
import { existsSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "#main/home.ts";

/** How long a living instance may take to answer; process ids come back, so not all that live are ours. */
const ANSWER_MS = 2000;

export interface Claim {
  isFirst: boolean;
  release: () => void;
}

/** Claims `folder`, which exists. Of a claim that is not the first, the holder has been told: `onKnock`. */
export function claimInstance(folder: string, onKnock: () => void): Claim {
  const lock = join(folder, "instance.lock");
  const knock = join(folder, "instance.knock");
  if (!create(lock)) {
    if (isHeld(lock) && isAnswered(knock)) return { isFirst: false, release: () => {} };
    // Left by an instance that was killed.
    rmSync(lock, { force: true });
    if (!create(lock)) return { isFirst: false, release: () => {} };
  }
  rmSync(knock, { force: true });
  const watcher = watch(folder, (_, name) => {
    if (name !== "instance.knock" || !existsSync(knock)) return;
    rmSync(knock, { force: true });
    onKnock();
  });
  watcher.on("error", () => {});
  watcher.unref();
  return {
    isFirst: true,
    release: () => {
      watcher.close();
      rmSync(lock, { force: true });
    },
  };
}

/** Writes our process id, unless the file is there. */
function create(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isHeld(lock: string): boolean {
  const pid = Number(readFileSync(lock, "utf8"));
  return pid > 0 && pid !== process.pid && isAlive(pid);
}

/** Knocks, and waits until somebody has taken the knock away. */
function isAnswered(knock: string): boolean {
  writeFileSync(knock, String(process.pid), { mode: 0o600 });
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < ANSWER_MS; waited += 20) {
    if (!existsSync(knock)) return true;
    Atomics.wait(clock, 0, 0, 20);
  }
  return false;
}
