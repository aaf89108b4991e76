/** Where packs come from on the hub: addresses of repositories, of the hub itself, and the user's token. */
import { Problem } from "#contract/problem.ts";
import { pathFault } from "../names.ts";

export interface HubAddress {
  name: string;
  /** A folder or .onnx file in the repository. */
  path?: string;
}

const ADDRESS = /^(?:hf:)?([\w-][\w.-]*\/[\w-][\w.-]*)(?:\/(.+?))?\/?$/;

/** A repository by "owner/name", with the path of a folder or .onnx file in it; undefined for anything else. */
export function parseHubAddress(text: string): HubAddress | undefined {
  const [, name, path] = ADDRESS.exec(text) ?? [];
  if (name === undefined || (path !== undefined && pathFault(path) !== undefined)) return undefined;
  return { name, ...(path !== undefined && { path }) };
}

/** Where the hub is, without a slash at the end. Throws Problem "bad-input" for an HF_ENDPOINT that is no address. */
export function hubEndpoint(): string {
  const endpoint = (process.env.HF_ENDPOINT || "https://huggingface.co").replace(/\/+$/, "");
  if (URL.canParse(endpoint) && /^https?:/.test(endpoint)) return endpoint;
  throw new Problem(
    "bad-input",
    `HF_ENDPOINT is "${endpoint}".`,
    "It takes an address such as https://huggingface.co.",
    { text: { key: "hub-address", values: { address: endpoint } } },
  );
}

/** The user's token. Throws Problem "bad-input" for one that cannot be right. */
export function hubToken(): string | undefined {
  const token = process.env.HF_TOKEN?.trim();
  if (!token) return undefined;
  if (/^hf_\w+$/.test(token)) return token;
  throw new Problem(
    "bad-input",
    "HF_TOKEN is not a token of the hub: those begin with hf_.",
    "Make one at huggingface.co/settings/tokens, or unset HF_TOKEN.",
    { text: { key: "hub-token" } },
  );
}
