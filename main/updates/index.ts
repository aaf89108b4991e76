/** Looks for a newer version, when the user asks for it: one request, and nothing is installed. */
import type { Update } from "#contract/ipc/updates.ts";
import { Problem } from "#contract/problem.ts";
import { reasonText } from "#contract/reason.ts";

/**
 * Where releases are published: the one place to change, and `publish` of electron-builder.yml with it. There is
 * none yet: names that end with ".invalid" lead nowhere, and never will.
 */
export const RELEASES = "https://releases.understudy.invalid/";

const LIMIT_MS = 15_000;
/** The files that electron-builder writes are far smaller. */
const MOST_BYTES = 64 * 1024;
/** As electron-builder writes it, in a file that begins with the version. */
const VERSION = /^version:\s*['"]?(\d+\.\d+\.\d+[\w.+-]*)['"]?\s*$/m;

export interface Channel {
  /** With a slash at its end. */
  url: string;
  host: string;
}

/** Where to ask. UNDERSTUDY_RELEASES names another place. Throws Problem "bad-input" for one that is not HTTPS. */
export function channel(env: NodeJS.ProcessEnv = process.env): Channel {
  const text = (env.UNDERSTUDY_RELEASES || RELEASES).replace(/\/*$/, "/");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url?.hostname === "127.0.0.1" || url?.hostname === "[::1]";
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback)) {
    return { url: url.href, host: url.host };
  }
  throw new Problem(
    "bad-input",
    `UNDERSTUDY_RELEASES is "${text}".`,
    "It takes an address that begins with https://.",
    { text: { key: "updates-address", values: { address: text } } },
  );
}

/** The file of a channel that tells the newest version for a system, as electron-builder names it. */
export function feedName(platform: NodeJS.Platform = process.platform, arch: string = process.arch): string {
  if (platform === "win32") return "latest.yml";
  if (platform === "darwin") return "latest-mac.yml";
  return arch === "x64" ? "latest-linux.yml" : `latest-linux-${arch}.yml`;
}

/**
 * Asks once which version is the newest. What is sent: the program's name and version.
 * @throws Problem "unreachable", also for an answer that makes no sense, and what `channel` throws.
 */
export async function newestVersion(current: string, { url, host }: Channel = channel()): Promise<Update> {
  if (host.endsWith(".invalid")) {
    throw new Problem(
      "unreachable",
      "No place is set up yet where new versions are published.",
      "Look where you got Understudy from.",
      { text: { key: "updates-nowhere" } },
    );
  }
  let text: string;
  try {
    const response = await fetch(new URL(feedName(), url), {
      headers: { "User-Agent": `Understudy/${current}` },
      // Who is asked is told beforehand, and nobody else is.
      redirect: "error",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    text = (await response.text()).slice(0, MOST_BYTES);
  } catch (error) {
    throw unreachable(host, error as Error);
  }
  const version = VERSION.exec(text)?.[1];
  if (version === undefined) throw unreachable(host, new Error("the answer names no version"));
  return { version, isNewer: isNewer(version, current) };
}

/** Whether version `a` comes after `b`; one with a suffix comes before the same one without. */
export function isNewer(a: string, b: string): boolean {
  const [first, second] = [a, b].map((version) => {
    const [numbers = "", ...suffix] = version.replace(/\+.*$/, "").split("-");
    return { numbers: numbers.split(".").map(Number), suffix: suffix.join("-") };
  }) as [Parts, Parts];
  const place = first.numbers.findIndex((number, i) => number !== second.numbers[i]);
  if (place >= 0) return first.numbers[place]! > (second.numbers[place] ?? 0);
  if (first.suffix === second.suffix || first.suffix === "") return first.suffix !== second.suffix;
  return second.suffix !== "" && first.suffix.localeCompare(second.suffix, "en", { numeric: true }) > 0;
}

interface Parts {
  numbers: number[];
  suffix: string;
}

function unreachable(host: string, cause: Error): Problem {
  const code = (cause.cause as NodeJS.ErrnoException | undefined)?.code;
  const said = code ?? cause.message;
  return new Problem("unreachable", `${host} cannot be asked: ${said}.`, "Try again later.", {
    cause,
    text: { key: "updates-unreachable", values: { host }, reason: reasonText("said", { said }) },
  });
}
