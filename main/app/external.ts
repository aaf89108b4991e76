/** Links that may be opened in the user's browser. */
import { Problem } from "#contract/problem.ts";

/** Hosts, each with all of its subdomains: documentation, licences, and where packs come from. */
const HOSTS = [
  "creativecommons.org",
  "electronjs.org",
  "ffmpeg.org",
  "github.com",
  "gnu.org",
  "huggingface.co",
  "nodejs.org",
  "onnxruntime.ai",
  "opensource.org",
  "spdx.org",
];

/** Whether a link leads over HTTPS to a host of the list, without a user's name or another port in it. */
export function isAllowedLink(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname, port, username, password } = new URL(link);
  if (protocol !== "https:" || port !== "" || username !== "" || password !== "") return false;
  return HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

/** The link in its normal form. Throws Problem "bad-input" for one that is not of the list. */
export function requireAllowedLink(link: string): string {
  if (isAllowedLink(link)) return new URL(link).href;
  throw new Problem(
    "bad-input",
    `Understudy does not open "${link.slice(0, 200)}".`,
    "Copy the link into your browser, if you trust it.",
    { text: { key: "link-refused", values: { link: link.slice(0, 200) } } },
  );
}
