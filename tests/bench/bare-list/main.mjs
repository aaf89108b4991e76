/** The least that a long list of pictures can be: a page that moves boxes with pictures about, and nothing else. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { app, BrowserWindow, protocol } from "electron";

const PAGE = `<!doctype html><title>bare list</title>
<style>
  html, body { margin: 0; height: 100%; overflow: hidden; background: #101216; color: #e9ebee; font: 13px sans-serif; }
  #list { position: relative; height: 100%; overflow-y: auto; contain: strict; scrollbar-width: thin; }
  .row { position: absolute; left: 24px; right: 24px; display: grid; grid-template-columns: repeat(5, 1fr); gap: 16px; }
  .tile { contain: strict; }
  img { display: block; width: 100%; aspect-ratio: 16 / 9; object-fit: cover; border-radius: 8px; }
</style>
<div id="list" role="listbox"><div id="sheet"></div></div>
<script>
  const ROW = 188, COLUMNS = 5, ROWS = 20000, LINES = 12;
  const list = document.getElementById("list"), sheet = document.getElementById("sheet");
  sheet.style.height = ROW * ROWS + "px";
  const lines = Array.from({ length: LINES }, () => {
    const line = document.createElement("div");
    line.className = "row";
    line.style.height = ROW + "px";
    for (let i = 0; i < COLUMNS; i++) line.append(document.createElement("div"));
    for (const tile of line.children) tile.className = "tile";
    sheet.append(line);
    return { line, index: -1 };
  });
  const draw = () => {
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 2);
    for (let index = first; index < first + LINES; index++) {
      const slot = lines[index % LINES];
      if (slot.index === index) continue;
      slot.index = index;
      slot.line.style.transform = "translateY(" + index * ROW + "px)";
      [...slot.line.children].forEach((tile, i) => {
        const picture = new Image();
        picture.decoding = "async";
        picture.src = "posters/" + (index * COLUMNS + i) + ".jpg";
        tile.replaceChildren(picture, "item " + (index * COLUMNS + i));
      });
    }
  };
  list.addEventListener("scroll", draw);
  draw();
</script>`;

/** @param {Request} request */
async function answer({ url }) {
  const number = /posters\/(\d+)\.jpg$/.exec(url)?.[1];
  if (number === undefined) return new Response(PAGE, { headers: { "content-type": "text/html" } });
  const pictures = Number(process.env.BARE_LIST_PICTURES);
  const file = join(app.getAppPath(), `${Number(number) % pictures}.jpg`);
  return new Response(await readFile(file), { headers: { "content-type": "image/jpeg" } });
}

protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true } }]);
app.on("window-all-closed", () => app.quit());
app.whenReady().then(() => {
  protocol.handle("app", answer);
  return new BrowserWindow({ width: 1280, height: 800 }).loadURL("app://studio/index.html");
});
