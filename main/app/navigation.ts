/** Pages stay where they are: no navigation away, no further windows, no embedded ones. */
import { isAllowedLink } from "./external.ts";
import { isOurs } from "./permissions.ts";

interface Navigation {
  url: string;
  preventDefault(): void;
}

/** The part of Electron's webContents that is used. */
export interface Navigable {
  on(event: "will-navigate" | "will-redirect", listener: (details: Navigation) => void): unknown;
  on(event: "will-attach-webview", listener: (event: { preventDefault(): void }) => void): unknown;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: "deny" }): void;
}

/** Guards a page; allowed links that would open a window are given to `openExternal`. */
export function guardNavigation(contents: Navigable, openExternal: (link: string) => void): void {
  const stay = (details: Navigation) => {
    if (!isProgramPage(details.url)) details.preventDefault();
  };
  contents.on("will-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedLink(url)) openExternal(url);
    return { action: "deny" };
  });
}

/** The page of the program itself, which may reload. Media of the library are ours, too, but no page. */
function isProgramPage(url: string): boolean {
  return isOurs(url) && ["/", "/index.html"].includes(new URL(url).pathname);
}
