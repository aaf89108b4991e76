/** How every window of the studio is made. */
import { MINIMUM, type Placement } from "./window-state.ts";

/** The colour of an empty page, so that nothing flashes before the first picture. */
const BACKGROUND = { dark: "#131519", light: "#f6f7f9" };

/** The options of a new window: a page without any right of its own. */
export function windowOptions(placement: Placement, isDark: boolean, preload: string) {
  const { isMaximized: _, ...bounds } = placement;
  return {
    ...bounds,
    minWidth: MINIMUM.width,
    minHeight: MINIMUM.height,
    title: "Understudy",
    show: false,
    backgroundColor: isDark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
    },
  };
}
