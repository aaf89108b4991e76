/** Fills a library at once, for tests and benchmarks that need one of a certain size. */
import type { DraftRequest } from "#contract/draft.ts";
import type { Storyboard } from "#contract/storyboard.ts";
import { type Home, prepareHome } from "#main/home.ts";
import { openDatabase, prepared } from "#native/sqlite/index.ts";
import { newId } from "./ids.ts";
import { addItem } from "./items/add.ts";
import { indexItem, tagId } from "./items/shelve.ts";
import { MIGRATIONS } from "./migrations.ts";
import { generationWords } from "./words.ts";

export { newId } from "./ids.ts";

/** A generation to be; others are named by their number. */
export interface SeedItem {
  key: string;
  createdAt: number;
  parent: number | null;
  request: DraftRequest;
  storyboard: Storyboard;
  rating: number;
  tags: readonly string[];
  collection: number | null;
  cameo: number | null;
}

export interface SeedPlan {
  collections: readonly string[];
  tags: readonly string[];
  cameos: readonly { id: string; name: string }[];
  count: number;
  make(index: number): SeedItem;
}

/** Seeds in one transaction, oldest first. */
export async function seedItems(home: Home, plan: SeedPlan): Promise<void> {
  prepareHome(home);
  const database = openDatabase(home.library, MIGRATIONS);
  try {
    database.transaction(() => {
      const tags = new Map(plan.tags.map((name) => [name, tagId(database, name)]));
      const collections = plan.collections.map((name) => {
        const id = newId();
        prepared(database, "INSERT INTO collections (id, name, createdAt) VALUES (?, ?, 0)").run(id, name);
        return id;
      });
      const person = prepared(database, "INSERT INTO cameos (id, name) VALUES (@id, @name)");
      for (const cameo of plan.cameos) person.run(cameo);
      const generation = prepared(
        database,
        `INSERT INTO generations (id, key, parent, createdAt, prompt, request, storyboard, timings, inferenceMs,
           pack, packHash, provider, seed, frames, width, height, fps)
         VALUES (?, ?, ?, ?, ?, ?, ?, '{"paint":4000,"animate":3000}', 4000, ?, ?, 'cpu', ?, ?, 854, 480, 24)`,
      );
      const rate = prepared(database, "UPDATE items SET rating = ? WHERE seq = ?");
      const tagItem = prepared(database, "INSERT OR IGNORE INTO itemTags (tag, seq) VALUES (?, ?)");
      const collect = prepared(database, "INSERT INTO collectionItems (collection, seq) VALUES (?, ?)");
      const cast = prepared(database, "INSERT INTO generationCameos (cameo, seq) VALUES (?, ?)");
      const ids: string[] = [];
      for (let i = 0; i < plan.count; i++) {
        const { key, createdAt, request, storyboard, ...item } = plan.make(i);
        const id = newId(createdAt);
        ids.push(id);
        const parent = item.parent === null ? null : ids[item.parent]!;
        generation.run(
          ...[
            id,
            key,
            parent,
            createdAt,
            request.prompt,
            JSON.stringify(request),
            JSON.stringify(storyboard),
          ],
          ...[request.pack, "0".repeat(64), request.seed, storyboard.frames],
        );
        const seq = addItem(database, {
          ...{ id, kind: "generation", parent, createdAt, title: request.prompt },
          ...{ seconds: storyboard.frames / storyboard.fps, width: 854, height: 480 },
          ...{ look: storyboard.shots[0]?.look ?? null, pack: request.pack },
          words: generationWords(request.prompt, storyboard, request.pack),
        });
        if (item.rating > 0) rate.run(item.rating, seq);
        for (const tag of item.tags) tagItem.run(tags.get(tag), seq);
        if (item.tags.length > 0) indexItem(database, seq);
        if (item.collection !== null) collect.run(collections[item.collection], seq);
        if (item.cameo !== null) cast.run(plan.cameos[item.cameo]!.id, seq);
      }
    })();
  } finally {
    database.close();
  }
}
