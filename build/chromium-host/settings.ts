/** What the host was started with; read by the parts that stand in for Electron's. */

export interface HostSettings {
  /** The program folder: holds package.json and dist/. */
  root: string;
  /** The system's Chromium. */
  chromium: string;
  /** Text of the script that is put in front of a page's own: see page.ts. */
  pageScript: string;
  /** Whether tests may attach: Chromium then opens a DevTools port on loopback, told on standard error. */
  isDebuggable: boolean;
}

let settings: HostSettings | undefined;

export function configureHost(chosen: HostSettings): void {
  settings = chosen;
}

export function hostSettings(): HostSettings {
  if (!settings) throw new Error("the host has not been configured");
  return settings;
}
