/** A pack comes from a hub on the loopback interface whose connection breaks, and goes again. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Hub, startHub } from "../../../main/packs/hub/hub.fixture.ts";
import { DRAFT_LIMIT_MS, openStudio, type StudioWindow, workspace } from "./studio.ts";

const PACK = fileURLToPath(new URL("../../fixtures/packs/sd-turbo", import.meta.url));
let hub: Hub;
let studio: StudioWindow;

beforeAll(async () => {
  const files = readdirSync(PACK, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  hub = await startHub(
    "tiny/sd-turbo",
    Object.fromEntries(
      files.map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(PACK.length + 1), readFileSync(path)];
      }),
    ),
  );
  hub.troubles = { dropAfter: 4096, drops: 1 };
  studio = await openStudio({ env: { HF_ENDPOINT: hub.url } });
}, DRAFT_LIMIT_MS);
afterAll(async () => {
  await studio?.close();
  await hub?.close();
});

test("a pack is downloaded, tried and added, though the connection breaks", {
  timeout: DRAFT_LIMIT_MS,
}, async () => {
  const { page } = studio;
  await workspace(page, "Packs").click();
  await page.getByRole("button", { name: "Add pack" }).click();
  await page.getByRole("textbox", { name: "From the Hugging Face hub" }).fill("tiny/sd-turbo");
  await page.getByRole("button", { name: "Download" }).click();
  await page.getByText("Added and tried").waitFor({ timeout: DRAFT_LIMIT_MS });
  expect(hub.troubles.drops).toBe(0);
  expect(readdirSync(join(studio.home, "packs"))).toContain("sd-turbo");
});

test("it is in the list, and gone from the disk when it is removed", async () => {
  const { page } = studio;
  await page
    .getByRole("listitem")
    .getByRole("button", { name: /sd-turbo/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Remove", exact: true }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await page
    .getByText(/was removed/)
    .first()
    .waitFor();
  expect(readdirSync(join(studio.home, "packs"))).not.toContain("sd-turbo");
});
