// BER-TLV as EMV Book 3 Annex B uses it: tags of up to three bytes, definite lengths only. For field 55 and
// for anything else that a card says. Reading never throws and never reads past the end.

export interface Tlv {
  /** Upper-case hexadecimal, such as `9F26`. */
  readonly tag: string;
  readonly value: Uint8Array;
  /** Content of a constructed tag; empty for a primitive one. */
  readonly children: readonly Tlv[];
  /** Where the tag, the value and the end lie in the bytes that were given. */
  readonly offset: number;
  readonly valueOffset: number;
  readonly end: number;
}

/** What is wrong with the bytes; texts name lengths and tags, never values. */
export interface TlvProblem {
  readonly offset: number;
  readonly expected: string;
  readonly got: string;
}

export interface TlvReading {
  /** What was read before the first problem. */
  readonly items: readonly Tlv[];
  readonly problems: readonly TlvProblem[];
}

const TAG_BYTES_MAX = 3;
const DEPTH_MAX = 8;

/** A level of nesting: its items, and the end of it. */
interface Level {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly depth: number;
  readonly problems: TlvProblem[];
}

/** Reads a sequence of data objects. The first problem ends it. */
export function readTlv(bytes: Uint8Array): TlvReading {
  const problems: TlvProblem[] = [];
  return { items: readLevel({ bytes, end: bytes.length, depth: 0, problems }, 0), problems };
}

function readLevel(level: Level, start: number): Tlv[] {
  const { bytes, end, depth, problems } = level;
  const items: Tlv[] = [];
  let at = start;
  while (at < end && problems.length === 0) {
    // Annex B1: bytes 00 without meaning may stand before, between and after data objects.
    if (bytes[at] === 0) {
      at += 1;
      continue;
    }
    const lengthAt = readTag(level, at);
    if (lengthAt < 0) break;
    const header = readLength(level, lengthAt);
    if (header === undefined) break;
    const valueOffset = header.next;
    const valueEnd = valueOffset + header.length;
    const constructed = (bytes[at]! & 0x20) !== 0;
    if (constructed && depth === DEPTH_MAX) {
      problems.push({ offset: at, expected: `at most ${DEPTH_MAX} levels`, got: 'one more' });
      break;
    }
    const children = constructed
      ? readLevel({ bytes, end: valueEnd, depth: depth + 1, problems }, valueOffset)
      : [];
    const tag = hex(bytes.subarray(at, lengthAt));
    items.push({
      tag,
      value: bytes.slice(valueOffset, valueEnd),
      children,
      offset: at,
      valueOffset,
      end: valueEnd,
    });
    at = valueEnd;
  }
  return items;
}

/** Answers where the length starts, or -1. Tag bytes after the first go on while bit 8 is set (Annex B1). */
function readTag({ bytes, end, problems }: Level, start: number): number {
  let at = start + 1;
  if ((bytes[start]! & 0x1f) === 0x1f) {
    while (at < end && (bytes[at]! & 0x80) !== 0) at += 1;
    at += 1;
  }
  if (at - start > TAG_BYTES_MAX) {
    problems.push({ offset: start, expected: `a tag of 1 to ${TAG_BYTES_MAX} bytes`, got: 'a longer one' });
    return -1;
  }
  if (at >= end) {
    problems.push({ offset: start, expected: 'a tag and its length', got: 'the end' });
    return -1;
  }
  return at;
}

/** The length and where the value starts. A length that does not fit into what is left is a problem here. */
function readLength(
  { bytes, end, problems }: Level,
  start: number,
): { readonly length: number; readonly next: number } | undefined {
  const first = bytes[start]!;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || count > 4) {
    const got = first === 0x80 ? 'an indefinite length' : `${count} length bytes`;
    problems.push({ offset: start, expected: 'a length of 1 to 5 bytes', got });
    return undefined;
  }
  const next = start + 1 + count;
  if (next > end) {
    problems.push({ offset: start, expected: `${count} length bytes`, got: `${end - start - 1} left` });
    return undefined;
  }
  let length = count === 0 ? first : 0;
  // Multiplied, not shifted: four bytes reach above 2^31, where shifting turns negative.
  for (let at = start + 1; at < next; at += 1) length = length * 256 + bytes[at]!;
  if (length > end - next) {
    problems.push({ offset: start, expected: `${length} bytes of value`, got: `${end - next} left` });
    return undefined;
  }
  return { length, next };
}

/** First data object with this tag at this level. */
export function findTlv(items: readonly Tlv[], tag: string): Tlv | undefined {
  return items.find((item) => item.tag === tag);
}

/** Packs primitive or already packed data objects in the order given. Throws a RangeError for a bad tag. */
export function writeTlv(items: readonly (readonly [tag: string, value: Uint8Array])[]): Uint8Array {
  const bytes: number[] = [];
  for (const [tag, value] of items) {
    if (!/^([0-9A-F]{2}){1,3}$/.test(tag)) throw new RangeError(`not a tag: ${tag}`);
    for (let at = 0; at < tag.length; at += 2) bytes.push(Number.parseInt(tag.slice(at, at + 2), 16));
    bytes.push(...lengthBytes(value.length), ...value);
  }
  return Uint8Array.from(bytes);
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  return [0x82, length >> 8, length & 255];
}

/** Upper-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
