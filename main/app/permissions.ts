/** What a page may use of the machine: nothing, but for what a studio needs, and for our own pages only. */
import { ORIGIN } from "./protocol/index.ts";

/** Electron's names. Fullscreen and writing to the clipboard follow a click and tell the page nothing. */
const ALLOWED = new Set(["fullscreen", "clipboard-sanitized-write"]);
const ALLOWED_MEDIA = new Set(["video", "audio"]);

interface Details {
  requestingUrl?: string;
  isMainFrame?: boolean;
  /** Of a request. */
  mediaTypes?: string[];
  /** Of a check. */
  mediaType?: string;
}

/** Whether a page may use `permission` (Electron's name of it). */
export function mayUse(permission: string, details: Details): boolean {
  if (!isOurs(details.requestingUrl) || details.isMainFrame === false) return false;
  if (permission !== "media") return ALLOWED.has(permission);
  const types = details.mediaTypes ?? (details.mediaType === undefined ? [] : [details.mediaType]);
  return types.length > 0 && types.every((type) => ALLOWED_MEDIA.has(type));
}

/** Whether an address is one of our pages. */
export function isOurs(url: string | undefined): boolean {
  return url === ORIGIN || (url ?? "").startsWith(`${ORIGIN}/`);
}

/** The part of Electron's session that is used. */
interface Session {
  setPermissionRequestHandler(
    handler: (
      contents: unknown,
      permission: string,
      callback: (isGranted: boolean) => void,
      details: Details,
    ) => void,
  ): void;
  setPermissionCheckHandler(
    handler: (contents: unknown, permission: string, origin: string, details: Details) => boolean,
  ): void;
  setDevicePermissionHandler(handler: () => boolean): void;
}

/** Makes a session ask `mayUse`. */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_, permission, callback, details) =>
    callback(mayUse(permission, details)),
  );
  session.setPermissionCheckHandler((_, permission, origin, details) =>
    mayUse(permission, { ...details, requestingUrl: details.requestingUrl ?? origin }),
  );
  session.setDevicePermissionHandler(() => false);
}
