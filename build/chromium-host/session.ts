/** Electron's `protocol` and `session`: what a page may load, and what it may use. */
import type { ProtocolHandler } from "./server.ts";

const handlers = new Map<string, ProtocolHandler>();

export const protocol = {
  // What a scheme may do is given here: the pages come over HTTP.
  registerSchemesAsPrivileged(): void {},
  handle(scheme: string, handler: ProtocolHandler): void {
    handlers.set(scheme, handler);
  },
};

/** The program's handler of a scheme such as `app`. */
export const handlerOf = (scheme: string) => handlers.get(scheme);

type RequestHandler = (
  contents: unknown,
  permission: string,
  callback: (isGranted: boolean) => void,
  details: Record<string, unknown>,
) => void;

let requestHandler: RequestHandler | undefined;

export const session = {
  defaultSession: {
    protocol,
    setPermissionRequestHandler(handler: RequestHandler | null): void {
      requestHandler = handler ?? undefined;
    },
    // Chromium asks nobody to check: it is told all answers beforehand, see permissionsOf.
    setPermissionCheckHandler(): void {},
    setDevicePermissionHandler(): void {},
  },
};

/** Names of DevTools' permissions, and how Electron would ask for them. */
const PERMISSIONS: [string, string, Record<string, unknown>?][] = [
  ["camera", "media", { mediaTypes: ["video"] }],
  ["microphone", "media", { mediaTypes: ["audio"] }],
  ["geolocation", "geolocation"],
  ["notifications", "notifications"],
  ["midi", "midi"],
  ["clipboard-read", "clipboard-read"],
  ["clipboard-write", "clipboard-sanitized-write"],
  ["idle-detection", "idle-detection"],
  ["display-capture", "display-capture"],
  ["local-fonts", "local-fonts"],
  ["window-management", "window-management"],
  ["storage-access", "storage-access"],
  ["screen-wake-lock", "screen-wake-lock"],
  ["persistent-storage", "persistent-storage"],
];

/** What the program answers about every permission, for its own pages at `url`. */
export async function permissionsOf(
  contents: unknown,
  url: string,
): Promise<{ name: string; setting: "granted" | "denied" }[]> {
  return Promise.all(
    PERMISSIONS.map(async ([name, permission, details]) => {
      const isGranted = await new Promise<boolean>((resolve) => {
        // Electron grants all to a program that has no handler.
        if (!requestHandler) resolve(true);
        else
          requestHandler(contents, permission, resolve, {
            requestingUrl: url,
            isMainFrame: true,
            ...details,
          });
      });
      return { name, setting: isGranted ? "granted" : "denied" };
    }),
  );
}
