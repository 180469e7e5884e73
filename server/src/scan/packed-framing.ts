// Where compressed data starts inside a stream, and which of the bytes after it are the deflate data: a gzip
// member at any place (RFC 1952), and the data blocks of a PostgreSQL dump in the custom format, where deflate
// data is cut into pieces, each after its length.

import { Fault } from '../kernel/fault.js';

/** Takes the bytes of the stream from its start on, piece by piece. */
export interface Framing {
  readonly name: string;
  /** The deflate data among these bytes; undefined when there is no more, or was none. */
  take(bytes: Uint8Array): Uint8Array[] | undefined;
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
const GZIP_FLAGS = { headerCheck: 0x02, extra: 0x04, name: 0x08, comment: 0x10, reserved: 0xe0 } as const;
const GZIP_HEADER_MAX_BYTES = 1 << 17;
/** The fixed part of a gzip header; a piece of a dump has no less either. */
const START_BYTES = 10;

const DUMP_MAGIC = Buffer.from('PGDMP');
/** Magic, three of version, sizes of numbers and offsets, format; then, since 1.15, the way of compression. */
const DUMP_HEADER_BYTES = 12;
const DUMP_COMPRESSION = ['none', 'gzip', 'lz4', 'zstd'] as const;
/** A sign byte, and four of length, low byte first. */
const DUMP_LENGTH_BYTES = 5;
const DUMP_PIECE_MAX_BYTES = 1 << 24;
const ZLIB_METHOD = 0x78;
const ZLIB_HEADER_BYTES = 2;

/** Finds the starts in a stream, also those that lie across two pieces. */
export class PackedStarts {
  /** Too short for a start that was seen to be one. */
  #tail: Buffer = Buffer.alloc(0);
  #isDump: boolean | undefined;

  /** Each start with the bytes from there to the end of this piece. Fault TG_SCAN_DUMP. */
  in(piece: Uint8Array): Array<{ readonly framing: Framing; readonly bytes: Uint8Array }> {
    const bytes = Buffer.concat([this.#tail, piece]);
    if (bytes.length < DUMP_HEADER_BYTES) {
      this.#tail = bytes;
      return [];
    }
    this.#isDump ??= isReadableDump(bytes);
    const starts = placesOf(bytes, GZIP_MAGIC)
      .filter((at) => (bytes[at + 3]! & GZIP_FLAGS.reserved) === 0)
      .map((at) => ({ framing: gzipFraming(), bytes: bytes.subarray(at) }));
    if (this.#isDump) {
      for (const at of placesOf(bytes, Buffer.of(ZLIB_METHOD), DUMP_LENGTH_BYTES)) {
        if (isDumpPiece(bytes, at)) starts.push({ framing: dumpFraming(), bytes: bytes.subarray(at) });
      }
    }
    this.#tail = bytes.subarray(Math.max(0, bytes.length - START_BYTES + 1));
    return starts;
  }
}

/** The starts whose first bytes are all there; `lead`: how far before the mark a start begins. */
function placesOf(bytes: Buffer, mark: Buffer, lead = 0): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
    const start = at - lead;
    if (start >= 0 && start + START_BYTES <= bytes.length) places.push(start);
  }
  return places;
}

function gzipFraming(): Framing {
  let header: Buffer | undefined = Buffer.alloc(0);
  return {
    name: 'gzip',
    take(bytes) {
      if (header === undefined) return [bytes];
      header = Buffer.concat([header, bytes]);
      const length = gzipHeaderBytes(header);
      if (length === undefined) return header.length > GZIP_HEADER_MAX_BYTES ? undefined : [];
      const data = header.subarray(length);
      header = undefined;
      return [data];
    },
  };
}

/** RFC 1952, 2.3: ten bytes, then the optional parts; undefined when not all of it is here. */
function gzipHeaderBytes(bytes: Buffer): number | undefined {
  if (bytes.length < START_BYTES) return undefined;
  const flags = bytes[3]!;
  let length = START_BYTES;
  if (flags & GZIP_FLAGS.extra) {
    if (bytes.length < length + 2) return undefined;
    length += 2 + bytes.readUInt16LE(length);
  }
  for (const flag of [GZIP_FLAGS.name, GZIP_FLAGS.comment]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, length);
    if (end < 0) return undefined;
    length = end + 1;
  }
  if (flags & GZIP_FLAGS.headerCheck) length += 2;
  return length <= bytes.length ? length : undefined;
}

/** Faults when the dump is compressed in a way that cannot be read here: it must not pass for clean. */
function isReadableDump(bytes: Buffer): boolean {
  if (bytes.indexOf(DUMP_MAGIC) !== 0) return false;
  const [major = 0, minor = 0] = bytes.subarray(DUMP_MAGIC.length);
  const compression = major > 1 || minor >= 15 ? DUMP_COMPRESSION[bytes[DUMP_HEADER_BYTES - 1] ?? 0] : 'gzip';
  if (compression === 'none' || compression === 'gzip') return true;
  throw new Fault('TG_SCAN_DUMP', `a dump compressed with ${compression}; make it with --compress=gzip`);
}

/** A length, and behind it a zlib stream (RFC 1950, 2.2: the first two bytes are a multiple of 31). */
function isDumpPiece(bytes: Buffer, at: number): boolean {
  const length = bytes.readUInt32LE(at + 1);
  const header = bytes.readUInt16BE(at + DUMP_LENGTH_BYTES);
  return (
    bytes[at] === 0 && length >= ZLIB_HEADER_BYTES && length <= DUMP_PIECE_MAX_BYTES && header % 31 === 0
  );
}

function dumpFraming(): Framing {
  let rest: Buffer = Buffer.alloc(0);
  let left = 0;
  let skip = ZLIB_HEADER_BYTES;
  return {
    name: 'dump',
    take(bytes) {
      rest = Buffer.concat([rest, bytes]);
      const data: Buffer[] = [];
      while (left > 0 ? rest.length > 0 : rest.length >= DUMP_LENGTH_BYTES) {
        if (left === 0) {
          left = rest[0] === 0 ? rest.readUInt32LE(1) : 0;
          rest = rest.subarray(DUMP_LENGTH_BYTES);
          if (left === 0 || left > DUMP_PIECE_MAX_BYTES) return data.length === 0 ? undefined : data;
        }
        const piece = rest.subarray(0, left);
        rest = rest.subarray(piece.length);
        left -= piece.length;
        data.push(piece.subarray(skip));
        skip = Math.max(0, skip - piece.length);
      }
      return data;
    },
  };
}
