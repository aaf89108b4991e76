/** Writes zip files, good and bad. Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  name: string;
  content?: Buffer | string;
  /** Unix mode; a plain file when left out. */
  mode?: number;
  stored?: boolean;
  encrypted?: boolean;
  /** What the entry says of its size, when that is a lie. */
  claims?: number;
  /** Lies where this other entry lies. */
  sharesWith?: number;
}

export function zipFile(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? "");
    const packed = entry.stored ? content : deflateRawSync(content);
    const name = Buffer.from(entry.name);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(0x0800 | (entry.encrypted ? 1 : 0), 2);
    header.writeUInt16LE(entry.stored ? 0 : 8, 4);
    header.writeUInt32LE(crc32(content), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(entry.claims ?? content.length, 18);
    header.writeUInt16LE(name.length, 22);
    const at = entry.sharesWith === undefined ? offset : offsets[entry.sharesWith]!;
    offsets.push(at);
    if (entry.sharesWith === undefined) {
      const local = Buffer.concat([Buffer.from("PK\x03\x04"), header, name, packed]);
      parts.push(local);
      offset += local.length;
    }
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((entry.mode ?? 0o100644) * 0x10000, 6);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02"), Buffer.from([20, 3]), header, tail, name]));
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}
