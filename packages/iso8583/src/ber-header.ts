// Tag and length of a BER-TLV data object (ISO/IEC 8825-1 8.1.2 and 8.1.3, definite lengths). Never reads past
// the end, and takes no length on trust.

const TAG_BYTES_MAX = 4;
const LENGTH_BYTES_MAX = 4;

export interface BerHeader {
  readonly constructed: boolean;
  readonly lengthAt: number;
  readonly dataAt: number;
  /** Exclusive; never past the bytes. */
  readonly end: number;
}

interface BerProblem {
  readonly offset: number;
  readonly expected: string;
  readonly got: string;
}

export function readBerHeader(bytes: Uint8Array, start: number): BerHeader | BerProblem {
  const first = bytes[start]!;
  let lengthAt = start + 1;
  if ((first & 0x1f) === 0x1f) {
    while (lengthAt < bytes.length && (bytes[lengthAt]! & 0x80) !== 0) lengthAt += 1;
    lengthAt += 1;
  }
  if (lengthAt - start > TAG_BYTES_MAX) {
    return { offset: start, expected: `a tag of 1 to ${TAG_BYTES_MAX} bytes`, got: 'a longer one' };
  }
  if (lengthAt >= bytes.length) return { offset: start, expected: 'a tag and its length', got: 'the end' };
  const form = bytes[lengthAt]!;
  const count = form < 0x80 ? 0 : form & 0x7f;
  if (form === 0x80 || count > LENGTH_BYTES_MAX) {
    const got = form === 0x80 ? 'an indefinite length' : `${count} length bytes`;
    return { offset: lengthAt, expected: `a length of 1 to ${LENGTH_BYTES_MAX + 1} bytes`, got };
  }
  const dataAt = lengthAt + 1 + count;
  if (dataAt > bytes.length) {
    return {
      offset: lengthAt,
      expected: `${count} length bytes`,
      got: `${bytes.length - lengthAt - 1} left`,
    };
  }
  let length = count === 0 ? form : 0;
  // Multiplied, not shifted: four bytes reach above 2^31, where shifting turns negative.
  for (let at = lengthAt + 1; at < dataAt; at += 1) length = length * 256 + bytes[at]!;
  const left = bytes.length - dataAt;
  if (length > left) return { offset: lengthAt, expected: `${length} bytes of value`, got: `${left} left` };
  return { constructed: (first & 0x20) !== 0, lengthAt, dataAt, end: dataAt + length };
}

/** Length bytes in the shortest form. */
export function berLength(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.trunc(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}
