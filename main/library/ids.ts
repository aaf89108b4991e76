/** Identifiers that sort by the time they were made: UUID version 7, RFC 9562 section 5.7. */
import { randomBytes } from "node:crypto";

let lastTime = 0;
let counter = 0;

/**
 * A new id. Within one process ids always grow: the twelve bits after the
 * millisecond count, and borrow from the next millisecond when they run out.
 */
export function newId(now: number = Date.now()): string {
  if (now > lastTime) {
    lastTime = now;
    counter = randomBytes(2).readUInt16BE() & 0x7ff;
  } else if (++counter > 0xfff) {
    lastTime += 1;
    counter = 0;
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastTime, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
