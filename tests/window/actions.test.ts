/** Menus name actions of the window by their ids, across the two processes: each must be there. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { menuTemplate } from "../../main/app/menus.ts";
import { wordsOf } from "../../main/app/words.ts";

type Item = ReturnType<typeof menuTemplate>[number];

/** Ids and keys as the files of the actions name them; the table itself is made by the bundler. */
const ACTIONS = globSync("**/actions/*.ts", {
  cwd: fileURLToPath(new URL("../../renderer", import.meta.url)),
})
  .map((file) => readFileSync(new URL(`../../renderer/${file}`, import.meta.url), "utf8"))
  .map((text) => ({ id: /\bid: "([^"]+)"/.exec(text)?.[1], keys: /\bkeys: "([^"]+)"/.exec(text)?.[1] }));

const items = (menu: Item[]): Item[] =>
  menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);

test.each(["linux", "darwin"] as const)(
  "on %s, every menu item runs an action of the window, by its keys",
  (platform) => {
    const words = wordsOf({ language: "en" }, "");
    const menu = items(menuTemplate({ words, platform, shortcuts: {}, isPackaged: true, run: () => {} }));
    const ours = menu.filter(({ click }) => click !== undefined);
    expect(ours.length).toBeGreaterThan(5);
    for (const { id, accelerator = "" } of ours) {
      const action = ACTIONS.find((known) => known.id === id);
      expect(action, id).toBeDefined();
      expect([id, String(accelerator).replace("CommandOrControl", "mod")]).toEqual([id, action?.keys ?? ""]);
    }
  },
);
