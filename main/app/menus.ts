/** The native menus. What they do is an action of the window, named by its id. */
import type { MenuItemConstructorOptions } from "electron";
import type { Words } from "./words.ts";

export interface MenuSettings {
  words: Words;
  platform: NodeJS.Platform;
  /** Keys that the user chose, by the action's id, as the window writes them: "mod+K". */
  shortcuts: Record<string, string>;
  /** Adds what only developers need. */
  isPackaged: boolean;
  run: (action: string) => void;
}

/** Actions of the menus, with the keys that the window gives them. */
const KEYS: Record<string, string> = {
  "open.draft": "mod+1",
  "open.library": "mod+2",
  "open.packs": "mod+3",
  "open.settings": "mod+,",
  "palette.open": "mod+K",
  "draft.new": "mod+N",
  "library.import": "mod+I",
  "item.saveCopy": "mod+S",
};

/** The application's menu, as Electron's Menu.buildFromTemplate takes it. */
export function menuTemplate(settings: MenuSettings): MenuItemConstructorOptions[] {
  const { words, platform, isPackaged } = settings;
  const isMac = platform === "darwin";
  const item = (id: string, label: string) => actionItem(settings, id, label);
  const preferences = item("open.settings", words.settings);
  const separator = { type: "separator" } as const;
  return [
    ...(isMac ? [appMenu(preferences)] : []),
    {
      label: words.file,
      submenu: [
        item("draft.new", words.newDraft),
        item("library.import", words.importFiles),
        item("item.saveCopy", words.saveCopy),
        separator,
        ...(isMac ? [] : [preferences, separator]),
        isMac ? { role: "close" } : { role: "quit" },
      ],
    },
    { label: words.edit, role: "editMenu" },
    {
      label: words.view,
      submenu: [
        item("open.draft", words.draft),
        item("open.library", words.library),
        item("open.packs", words.packs),
        separator,
        item("palette.open", words.palette),
        separator,
        item("theme.dark", words.dark),
        item("theme.light", words.light),
        separator,
        { role: "togglefullscreen" },
        ...(isPackaged ? [] : ([{ role: "reload" }, { role: "toggleDevTools" }] as const)),
      ],
    },
    { label: words.window, role: "windowMenu" },
    { label: words.help, role: "help", submenu: [item("diagnostics.copy", words.diagnostics)] },
  ];
}

/** macOS names it after the program, and has Settings there. */
function appMenu(preferences: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const separator = { type: "separator" } as const;
  return {
    role: "appMenu",
    submenu: [
      { role: "about" },
      separator,
      preferences,
      separator,
      { role: "services" },
      separator,
      ...([{ role: "hide" }, { role: "hideOthers" }, { role: "unhide" }] as const),
      separator,
      { role: "quit" },
    ],
  };
}

function actionItem({ shortcuts, run }: MenuSettings, id: string, label: string): MenuItemConstructorOptions {
  const accelerator = toAccelerator(shortcuts[id] ?? KEYS[id] ?? "");
  return {
    ...{ id, label, click: () => run(id) },
    // Shown only: the window listens to the keys itself, where the user may change them.
    ...(accelerator !== "" && { accelerator, registerAccelerator: false }),
  };
}

/** "mod+shift+K" as Electron writes it. */
function toAccelerator(keys: string): string {
  return keys
    .replace(/\bmod\b/, "CommandOrControl")
    .replace(/\bshift\b/, "Shift")
    .replace(/\balt\b/, "Alt");
}
