/** Run by offline.test.ts in a network namespace of its own: opens the studio, lets it draft, tells what it saw. */
import { execFileSync } from "node:child_process";
import { networkInterfaces } from "node:os";
import { durationOf, openStudio, waitForClip } from "./studio.ts";

// Chromium and the display are let go by Node: without this, it would end while it waits for them.
setInterval(() => {}, 1000);
execFileSync("ip", ["link", "set", "lo", "up"]);
const studio = await openStudio();
const { page } = studio;
const origins = new Set([new URL(page.url()).origin]);
page.on("request", (request) => {
  if (!request.url().startsWith("data:") && !request.url().startsWith("blob:"))
    origins.add(new URL(request.url()).origin);
});
await waitForClip(page);
const saysSo = (await page.getByText("Nothing leaves this machine").count()) > 0;
const seconds = await durationOf(page.locator("video"));
await studio.close();
const interfaces = Object.keys(networkInterfaces());
console.log(JSON.stringify({ interfaces, saysSo, seconds, origins: [...origins] }));
process.exit(0);
