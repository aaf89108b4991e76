/** What the trash and the proxies hold of the library's media. */
import { type Database, prepared } from "#native/sqlite/index.ts";

/** Files of one ending. */
export interface Held {
  extension: string;
  bytes: number;
  files: number;
}

export interface Holdings {
  /** Files that items in the trash have, and no other item. */
  trash: Held[];
  /** Playable copies of items that are not in the trash. */
  proxies: Held[];
}

const SUMS = "SELECT extension, sum(bytes) AS bytes, count(*) AS files FROM media";

const TRASH = `${SUMS} WHERE sha256 IN (
    SELECT sha256 FROM generationFiles JOIN items ON items.id = generation WHERE state = 'trash'
    UNION SELECT sha256 FROM imports JOIN items USING (id) WHERE state = 'trash'
    UNION SELECT proxy FROM imports JOIN items USING (id) WHERE state = 'trash' AND proxy IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM generationFiles JOIN items ON items.id = generation
    WHERE generationFiles.sha256 = media.sha256 AND state <> 'trash')
  AND NOT EXISTS (
    SELECT 1 FROM imports JOIN items USING (id)
    WHERE media.sha256 IN (imports.sha256, proxy) AND state <> 'trash')
  GROUP BY extension`;

const PROXIES = `${SUMS} WHERE sha256 IN (
    SELECT proxy FROM imports JOIN items USING (id) WHERE state <> 'trash' AND proxy IS NOT NULL)
  GROUP BY extension`;

export function holdingsOf(database: Database): Holdings {
  return {
    trash: prepared<[], Held>(database, TRASH).all(),
    proxies: prepared<[], Held>(database, PROXIES).all(),
  };
}
