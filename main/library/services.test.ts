import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LibraryQuery, type LibraryTask } from "#contract/library.ts";
import type { VideoEncoder } from "#contract/machine.ts";
import { findHome } from "#main/home.ts";
import { probeMedia, runFfmpeg } from "#native/ffmpeg/index.ts";
import { type Library, type LibraryServices, openLibrary, type Repositories } from "./index.ts";

let root: string;
let library: Library;
let repositories: Repositories;
let services: LibraryServices;
let told: LibraryTask[];
let encoder: VideoEncoder;

beforeEach(async () => {
  encoder = "libx264";
  root = mkdtempSync(join(tmpdir(), "understudy-services-"));
  library = await openLibrary(findHome({ UNDERSTUDY_HOME: join(root, "home") }));
  repositories = await library.repositories();
  told = [];
  services = await library.services({
    trashDays: () => 30,
    chooseEncoder: async () => ({ encoder }),
    onTask: (task) => told.push(task),
    onChange: () => {},
  });
});
afterEach(async () => {
  await services.close();
  library.close();
  rmSync(root, { recursive: true, force: true });
});

/** Makes media with ffmpeg: half a second of a test card or a tone. */
async function media(name: string, ...arguments_: string[]): Promise<string> {
  const path = join(root, name);
  mkdirSync(join(path, ".."), { recursive: true });
  await runFfmpeg([...arguments_, path]);
  return path;
}
const card = (colour = "red") => ["-f", "lavfi", "-i", `color=${colour}:s=64x48:r=24:d=0.5`];
const tone = ["-f", "lavfi", "-i", "sine=r=48000:d=0.5"];
const clip = (name: string, colour?: string) =>
  media(name, ...card(colour), "-c:v", "libx264", "-pix_fmt", "yuv420p");

async function done(task: LibraryTask): Promise<LibraryTask> {
  await services.tasks.settled();
  return services.tasks.list().find(({ id }) => id === task.id)!;
}
const rows = (narrowed: Partial<LibraryQuery> = {}) =>
  repositories.items.page(LibraryQuery.parse(narrowed), 0, 100).rows;

describe("importing", () => {
  it("takes video, sound and pictures, also from folders, and tells what is no media", async () => {
    await clip("in/Beach walk.mp4");
    await media("in/deeper/tone.wav", ...tone);
    await media("in/deeper/card.png", ...card(), "-frames:v", "1");
    writeFileSync(join(root, "in", "notes.txt"), "no media");
    const task = await done(services.importer.importFiles([join(root, "in"), join(root, "gone.mp4")]));
    expect(task).toMatchObject({ state: "done", done: 5, total: 5, duplicates: 0 });
    expect(task.problems.map(({ subject, code }) => `${subject} ${code}`).sort()).toEqual([
      "gone.mp4 not-found",
      "notes.txt corrupt-media",
    ]);
    expect(
      rows()
        .map(({ kind, title }) => `${kind} ${title}`)
        .sort(),
    ).toEqual(["audio tone", "picture card", "video Beach walk"]);
    expect(rows({ search: "beach" })).toHaveLength(1);
    const item = library.item(rows({ kinds: ["video"] })[0]!.id);
    expect(item).toMatchObject({ width: 64, height: 48, seconds: 0.5, imported: { proxy: "unneeded" } });
    expect(item.url).toMatch(/^media\/[0-9a-f]{64}\.mp4$/);
  });

  it("notices what is there already, and takes it out of the trash", async () => {
    const path = await clip("one.mp4");
    await done(services.importer.importFiles([path]));
    const [row] = rows();
    await repositories.items.trash({ ids: [row!.id] });
    const task = await done(services.importer.importFiles([path]));
    expect(task).toMatchObject({ done: 1, duplicates: 1 });
    expect(rows().map(({ id }) => id)).toEqual([row!.id]);
  });

  it("makes proxies of what a browser cannot play", async () => {
    const path = await media("old.avi", ...card(), ...tone, "-c:v", "mpeg4", "-c:a", "mp2");
    const aiff = await media("sound.aiff", ...tone);
    await done(services.importer.importFiles([path, aiff]));
    const [sound, video] = rows().map(({ id }) => library.item(id));
    expect(video).toMatchObject({ kind: "video", imported: { proxy: "made", videoCodec: "mpeg4" } });
    expect(sound).toMatchObject({ kind: "audio", imported: { proxy: "made" } });
    const proxy = video!.url!.split("/")[1]!;
    const info = await probeMedia(join(library.home.media, proxy.slice(0, 2), proxy));
    expect(info).toMatchObject({ video: { codec: "h264", pixelFormat: "yuv420p" }, audio: { codec: "aac" } });
    expect(told.some(({ kind, state }) => kind === "proxy" && state === "done")).toBe(true);

    // The original and its proxy go together.
    const { trash, items } = repositories;
    await items.trash({ ids: rows().map(({ id }) => id) });
    await trash.empty();
    expect(
      readdirSync(library.home.media, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()),
    ).toEqual([]);
  });

  it("takes files that come in pieces, as they are dropped on the window", async () => {
    const bytes = readFileSync(await clip("dropped.mp4"));
    const { uploads } = services.importer;
    const id = await uploads.begin("../../My clip.mp4");
    await uploads.append(id, bytes.subarray(0, 100));
    await uploads.append(id, bytes.subarray(100));
    expect(await done(services.importer.importUploads([id]))).toMatchObject({
      state: "done",
      done: 1,
      problems: [],
    });
    expect(rows().map(({ title }) => title)).toEqual(["My clip"]);
    await expect(uploads.append(id, bytes)).rejects.toMatchObject({ code: "not-found" });
    expect(readdirSync(library.home.tmp)).toEqual([]);
  });

  it("can be cancelled", async () => {
    const paths = await Promise.all([1, 2, 3].map((n) => clip(`${n}.mp4`, `0x0${n}0000`)));
    const task = services.importer.importFiles(paths);
    services.tasks.cancel(task.id);
    expect((await done(task)).state).toBe("cancelled");
    expect(rows().length).toBeLessThan(3);
  });
});

describe("a backup of Sora", () => {
  const folder = () => join(root, "SoraBackup");

  it("comes with prompts, dates and what was remixed from what", async () => {
    await clip("SoraBackup/v2_feed/videos/s_parent01.mp4", "red");
    await clip("SoraBackup/v2_feed/videos/2026-03-02_s_child0001.mp4", "blue");
    await clip("SoraBackup/elsewhere/named.mp4", "green");
    mkdirSync(join(folder(), "v2_feed/prompts"), { recursive: true });
    writeFileSync(
      join(folder(), "v2_feed/prompts/s_parent01.md"),
      "---\nid: s_parent01\nsource: v2_feed\n---\na lighthouse in a storm, waves break over it",
    );
    writeFileSync(
      join(folder(), "manifest.json"),
      JSON.stringify([
        {
          post: {
            id: "s_parent01",
            text: "lighthouse!",
            posted_at: 1_767_225_600,
            attachments: [{ generation_id: "gen_abc123" }],
          },
        },
        {
          post: {
            id: "s_child0001",
            text: "now in blue",
            posted_at: 1_767_312_000,
            parent_post_id: "s_parent01",
          },
        },
        { post: { id: "s_missing9", text: "never downloaded", posted_at: 1_767_312_000 } },
        {
          id: "video_xyz98765",
          prompt: "a green field",
          created_at: "2025-12-24T18:00:00Z",
          filename: "elsewhere/named.mp4",
          remixed_from_video_id: "gen_abc123",
        },
      ]),
    );
    const task = await done(services.importer.importSora(folder()));
    expect(task).toMatchObject({ state: "done", done: 4 });
    expect(task.problems).toMatchObject([{ subject: "s_missing9", code: "not-found" }]);
    const byTitle = new Map(rows({ packs: ["sora"] }).map((row) => [row.title, row]));
    expect([...byTitle.keys()]).toEqual([
      "now in blue",
      "a lighthouse in a storm, waves break over it",
      "a green field",
    ]);
    const parent = byTitle.get("a lighthouse in a storm, waves break over it")!;
    expect(new Date(parent.createdAt).toISOString()).toBe("2026-01-01T00:00:00.000Z");
    for (const title of ["now in blue", "a green field"]) {
      expect(library.item(byTitle.get(title)!.id).parent).toBe(parent.id);
    }
    expect(rows({ descendantsOf: parent.id })).toHaveLength(2);
    expect(rows({ search: "storm waves" })).toHaveLength(1);
    expect(await done(services.importer.importSora(folder()))).toMatchObject({ duplicates: 3 });
  });

  it("is read as tasks with generations, as lines, and around broken manifests", async () => {
    await clip("SoraBackup/gen_one111.mp4", "red");
    await clip("SoraBackup/gen_two222.mp4", "blue");
    const task = { id: "task_1234", prompt: "two foxes", created_at: "2026-02-01T10:00:00.000Z" };
    writeFileSync(
      join(folder(), "tasks.json"),
      JSON.stringify({ task_responses: [{ ...task, generations: [{ id: "gen_one111" }] }], has_more: false }),
    );
    writeFileSync(
      join(folder(), "drafts.jsonl"),
      `${JSON.stringify({ id: "gen_two222", prompt: "the foxes sleep", created_at: 1_770_000_000, creation_config: { remix_target_post: { post: { id: "gen_one111" } } } })}\n{"id":"gen_none333","prompt":"gone"}\n`,
    );
    writeFileSync(join(folder(), "broken.json"), "{ not json");
    const ended = await done(services.importer.importSora(folder()));
    expect(ended.problems.map(({ subject }) => subject).sort()).toEqual(["broken.json", "gen_none333"]);
    const [second, first] = rows();
    expect([first!.title, second!.title]).toEqual(["two foxes", "the foxes sleep"]);
    expect(library.item(second!.id)).toMatchObject({
      parent: first!.id,
      imported: { origin: "sora", originId: "gen_two222" },
    });
  });

  it("without videos is refused with advice", async () => {
    mkdirSync(folder());
    const task = await done(services.importer.importSora(folder()));
    expect(task).toMatchObject({ state: "failed", problems: [{ code: "not-found" }] });
  });
});

describe("exporting", () => {
  it("names files by the pattern, and overwrites nothing", async () => {
    const path = await clip("in/A: red? card.mp4".replace(/[:?]/g, ""));
    await done(services.importer.importFiles([path]));
    const out = join(root, "out");
    mkdirSync(out);
    writeFileSync(join(out, "take A red card.mp4"), "mine");
    const ids = rows().map(({ id }) => id);
    const options = {
      ...{ parts: ["clip", "stems", "storyboard"] as const, format: "original" as const },
      ...{ folder: out, pattern: "take/{title}" },
    };
    expect(await done(services.exporter.export(ids, options))).toMatchObject({ state: "done", done: 1 });
    expect(readdirSync(out).sort()).toEqual(["take A red card (2).mp4", "take A red card.mp4"]);
    expect(readFileSync(join(out, "take A red card.mp4"), "utf8")).toBe("mine");
    expect(readFileSync(join(out, "take A red card (2).mp4"))).toEqual(readFileSync(path));
  });

  it("encodes clips anew as asked, and copies what is no clip", async () => {
    await done(services.importer.importFiles([await clip("a.mp4"), await media("b.wav", ...tone)]));
    const ids = rows().map(({ id }) => id);
    const out = join(root, "out");
    mkdirSync(out);
    for (const format of ["mp4", "webm"] as const) {
      const task = services.exporter.export(ids, {
        parts: ["clip"],
        format,
        folder: out,
        pattern: "{title}",
      });
      expect(await done(task)).toMatchObject({ state: "done", done: 2, problems: [] });
    }
    expect(readdirSync(out).sort()).toEqual(["a.mp4", "a.webm", "b (2).wav", "b.wav"]);
    expect((await probeMedia(join(out, "a.mp4"))).video).toMatchObject({ codec: "h264", frames: 12 });
    expect((await probeMedia(join(out, "a.webm"))).video).toMatchObject({ codec: "vp9", width: 64 });
    expect(readFileSync(join(out, "a.mp4"))).not.toEqual(readFileSync(join(root, "a.mp4")));
    expect(readFileSync(join(out, "b.wav"))).toEqual(readFileSync(join(root, "b.wav")));
  });

  it("encodes in software where the chosen hardware refuses, and tells so once", async () => {
    // Of another system: no ffmpeg of this one has it.
    encoder = process.platform === "darwin" ? "h264_amf" : "h264_videotoolbox";
    await done(services.importer.importFiles([await clip("a.mp4"), await clip("b.mp4", "blue")]));
    const out = join(root, "out");
    mkdirSync(out);
    const ids = rows().map(({ id }) => id);
    const options = { parts: ["clip"], format: "mp4", folder: out, pattern: "{title}" } as const;
    const task = await done(services.exporter.export(ids, options));
    expect(task).toMatchObject({ state: "done", done: 2 });
    expect(task.problems).toMatchObject([
      { code: "missing-tool", text: { key: "encoded-in-software", values: { encoder } } },
    ]);
    for (const name of ["a.mp4", "b.mp4"]) {
      expect((await probeMedia(join(out, name))).video).toMatchObject({ codec: "h264", frames: 12 });
    }
  });

  it("tells a folder that is not there", async () => {
    await done(services.importer.importFiles([await clip("a.mp4")]));
    const ids = rows().map(({ id }) => id);
    const task = services.exporter.export(ids, {
      ...{ parts: ["clip"], format: "original" },
      folder: join(root, "none"),
      pattern: "{title}",
    });
    expect(await done(task)).toMatchObject({ state: "failed", problems: [{ code: "not-found" }] });
  });
});

describe("saving a copy", () => {
  let source: string;
  beforeEach(async () => {
    await done(services.importer.importFiles([await clip("a.mp4")]));
    source = library.fileOf(rows()[0]!.id);
  });

  it("puts the whole file where the user wants it, over what they chose to replace, and tells how far it is", async () => {
    const target = join(root, "a copy.mp4");
    writeFileSync(target, "replace me");
    await services.exporter.saveCopy(source, target);
    expect(readFileSync(target)).toEqual(readFileSync(source));
    const copies = told.filter(({ kind }) => kind === "copy");
    expect(copies.at(-1)).toMatchObject({ state: "done", done: 1, total: 1, current: target });
    expect(readdirSync(root).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("leaves nothing behind where it cannot, and says why", async () => {
    const places = {
      "not-found": join(root, "none", "a.mp4"),
      "bad-input": join(root, `${"a".repeat(300)}.mp4`),
    };
    for (const [code, target] of Object.entries(places)) {
      await expect(services.exporter.saveCopy(source, target)).rejects.toMatchObject({ code });
    }
    const copying = services.exporter.saveCopy(source, join(root, "b.mp4"));
    services.tasks.cancel(told.findLast(({ kind }) => kind === "copy")!.id);
    await expect(copying).rejects.toMatchObject({ code: "cancelled" });
    expect(readdirSync(root).sort()).toEqual(["a.mp4", "home"]);
  });

  it("never writes over the studio's own files", async () => {
    const before = readFileSync(source);
    for (const target of [source, join(root, "home", "library.db")]) {
      await expect(services.exporter.saveCopy(source, target)).rejects.toMatchObject({ code: "bad-input" });
    }
    expect(readFileSync(source)).toEqual(before);
  });
});

describe("posters, thumbs and strips", () => {
  it("are made once, of clips, pictures and sound", async () => {
    const paths = [
      await clip("a.mp4"),
      await media("b.wav", ...tone),
      await media("c.png", ...card(), "-frames:v", "1"),
    ];
    await done(services.importer.importFiles(paths));
    for (const { id, kind } of rows()) {
      const poster = await services.pictures.find("posters", id);
      expect((await probeMedia(poster!)).video).toMatchObject({ width: 480 });
      const thumb = await services.pictures.find("thumbs", id);
      expect((await probeMedia(thumb!)).video).toMatchObject({ width: 240 });
      const strip = (await probeMedia((await services.pictures.find("strips", id))!)).video!;
      if (kind === "video") expect(strip).toMatchObject({ width: 12 * 256, height: 144 });
      expect(await services.pictures.find("posters", id)).toBe(poster);
    }
  });

  it("are made ahead of what was imported, but not while they are held back", async () => {
    services.pictures.hold(true);
    await done(services.importer.importFiles([await clip("a.mp4")]));
    const made = () =>
      readdirSync(join(root, "home/cache"), { recursive: true }).filter((name) =>
        String(name).endsWith(".jpg"),
      );
    expect(made()).toEqual([]);
    services.pictures.hold(false);
    await expect.poll(() => made().length, { timeout: 20_000 }).toBe(2);
  });

  it("are not made of what is not there, and go when an item is erased", async () => {
    expect(await services.pictures.find("posters", "00000000-0000-7000-8000-000000000000")).toBeUndefined();
    await done(services.importer.importFiles([await clip("a.mp4")]));
    const [row] = rows();
    const poster = await services.pictures.find("posters", row!.id);
    await repositories.items.trash({ ids: [row!.id] });
    await repositories.trash.empty();
    expect(existsSync(poster!)).toBe(false);
  });
});

describe("what can be given up", () => {
  it("is told of trash and proxies, and a proxy that was cleared is made again when its item is opened", async () => {
    const odd = await media("odd.mkv", ...card("green"), "-c:v", "ffv1");
    await done(services.importer.importFiles([odd, await clip("a.mp4")]));
    await services.tasks.settled();
    const [{ id } = { id: "" }] = rows().filter(({ title }) => title === "odd");
    const trashed = rows().filter(({ title }) => title === "a");
    await repositories.items.trash({ ids: trashed.map((row) => row.id) });
    const { trash, proxies } = library.holdings();
    expect(trash).toMatchObject([{ extension: ".mp4", files: 1, bytes: statSync(join(root, "a.mp4")).size }]);
    expect(proxies).toMatchObject([{ extension: ".mp4", files: 1 }]);
    const url = library.item(id).url;
    expect(url).not.toBeNull();

    await services.proxies.clear();
    expect(library.holdings().proxies).toEqual([]);
    expect(library.item(id).url).toBeNull();
    await services.proxies.want(id);
    expect(library.item(id).imported?.proxy).toBe("waiting");
    await services.tasks.settled();
    expect(library.item(id)).toMatchObject({ imported: { proxy: "made" }, url });
  });
});
