/**
 * Protobuf's wire format, read from a file without holding the file in memory: a length-delimited
 * field is entered, read as text or jumped over.
 * Format: https://protobuf.dev/programming-guides/encoding/
 */
import { type FileHandle, open, stat } from "node:fs/promises";

/** What the bytes say cannot be: cut short, or damaged. */
export class WireError extends Error {}

/** Wire types; 3 and 4 were groups, which nobody writes any more. */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

export interface Field {
  number: number;
  wireType: number;
}

/** Read ahead; most of a header's fields are a few bytes long. */
const BUFFER_BYTES = 64 * 1024;
/** Names and paths are short; anything longer is damage, or meant to fill our memory. */
const MAX_TEXT_BYTES = 64 * 1024;
const MAX_VARINT_BYTES = 10;
/** The largest graphs have about a million; a file that was made to keep us busy has more. */
const MAX_FIELDS = 5_000_000;
/** Protobuf's own bound for messages within messages. */
const MAX_DEPTH = 100;

/** A place in a protobuf file, moving forward. */
export class WireReader {
  readonly #file: FileHandle;
  readonly size: number;
  #position = 0;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #bufferStart = 0;
  #bufferEnd = 0;
  #fields = 0;
  #depth = 0;

  private constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  /** Gives `work` a reader at the start of the file, and closes the file after it. */
  static async read<T>(path: string, work: (reader: WireReader) => Promise<T>): Promise<T> {
    // Asked first, because opening a pipe would wait for its writer.
    if (!(await stat(path)).isFile()) throw new WireError("it is no file");
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      return await work(new WireReader(file, size));
    } finally {
      await file.close();
    }
  }

  get position(): number {
    return this.#position;
  }

  /**
   * Calls `visit` with each field up to `end`. `visit` reads the field's value and says so by true;
   * what it leaves is jumped over.
   */
  async fields(end: number, visit: (field: Field) => Promise<boolean>): Promise<void> {
    while (this.#position < end) {
      const key = this.#shortVarint(end) ?? Number(await this.#varint(end));
      const field = { number: Math.floor(key / 8), wireType: key % 8 };
      if (field.number === 0) throw new WireError(`field number 0 at byte ${this.#position}`);
      this.#fields += 1;
      if (this.#fields > MAX_FIELDS) throw new WireError(`more than ${MAX_FIELDS} fields`);
      if (!(await visit(field))) await this.#skip(field.wireType, end);
      if (this.#position > end) throw new WireError(`a field runs over the end of its message at ${end}`);
    }
  }

  /** Calls `visit` with each field of a message that is the value of a BYTES field. */
  async message(end: number, visit: (field: Field) => Promise<boolean>): Promise<void> {
    const length = await this.length(end);
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new WireError(`messages nested ${MAX_DEPTH} deep`);
    await this.fields(this.#position + length, visit);
    this.#depth -= 1;
  }

  /** The length of a BYTES field's value, which begins at the position after it. */
  async length(end: number): Promise<number> {
    const length = this.#shortVarint(end) ?? Number(await this.#varint(end));
    if (length > end - this.#position) {
      throw new WireError(
        `${length} bytes are announced at byte ${this.#position}, where ${end - this.#position} are left`,
      );
    }
    return length;
  }

  /** Jumps over the next `length` bytes, unread. */
  jump(length: number): void {
    this.#position += length;
  }

  /** A BYTES field's value as UTF-8 text. */
  async text(end: number): Promise<string> {
    const length = await this.length(end);
    if (length > MAX_TEXT_BYTES) throw new WireError(`a name of ${length} bytes at byte ${this.#position}`);
    const bytes = Buffer.alloc(length);
    await this.#copy(bytes);
    return bytes.toString("utf8");
  }

  /** A VARINT field's value as a signed 64-bit number. */
  async integer(end: number): Promise<bigint> {
    return BigInt.asIntN(64, await this.#varint(end));
  }

  /** A varint of one or two bytes that have been read already: nearly all of a header's. Else undefined. */
  #shortVarint(end: number): number | undefined {
    const at = this.#position - this.#bufferStart;
    if (at < 0 || this.#position + 2 > Math.min(end, this.#bufferEnd)) return undefined;
    const [low, high] = [this.#buffer[at]!, this.#buffer[at + 1]!];
    if (low < 0x80) {
      this.#position += 1;
      return low;
    }
    if (high >= 0x80) return undefined;
    this.#position += 2;
    return (low & 0x7f) | (high << 7);
  }

  async #varint(end: number): Promise<bigint> {
    let value = 0n;
    for (let index = 0; index < MAX_VARINT_BYTES; index++) {
      if (this.#position >= end) throw new WireError(`cut short at byte ${this.#position}`);
      const byte = await this.#byte();
      value |= BigInt(byte & 0x7f) << BigInt(7 * index);
      if (byte < 0x80) return value;
    }
    throw new WireError(`a number without an end at byte ${this.#position}`);
  }

  async #skip(wireType: number, end: number): Promise<void> {
    switch (wireType) {
      case VARINT:
        if (this.#shortVarint(end) === undefined) await this.#varint(end);
        return;
      case FIXED64:
        return this.jump(8);
      case BYTES:
        return this.jump(await this.length(end));
      case FIXED32:
        return this.jump(4);
      default:
        throw new WireError(`a field of the unknown wire type ${wireType} at byte ${this.#position}`);
    }
  }

  async #byte(): Promise<number> {
    if (this.#position < this.#bufferStart || this.#position >= this.#bufferEnd) await this.#fill();
    const byte = this.#buffer[this.#position - this.#bufferStart]!;
    this.#position += 1;
    return byte;
  }

  async #copy(target: Buffer): Promise<void> {
    for (let done = 0; done < target.length; ) {
      if (this.#position < this.#bufferStart || this.#position >= this.#bufferEnd) await this.#fill();
      const from = this.#position - this.#bufferStart;
      const count = Math.min(target.length - done, this.#bufferEnd - this.#position);
      this.#buffer.copy(target, done, from, from + count);
      this.#position += count;
      done += count;
    }
  }

  async #fill(): Promise<void> {
    const { bytesRead } = await this.#file.read(this.#buffer, 0, BUFFER_BYTES, this.#position);
    if (bytesRead === 0) throw new WireError(`cut short at byte ${this.#position}`);
    this.#bufferStart = this.#position;
    this.#bufferEnd = this.#position + bytesRead;
  }
}
