// A QR code of a short text, for the terminal's screen: byte mode, error correction M, versions 1 to 10, the best of
// the eight masks (ISO/IEC 18004:2015). True is a dark module; the quiet zone is the reader's of it.

import { errorCorrection } from './reed-solomon.js';

export type Modules = readonly (readonly boolean[])[];

/** By version, at level M: bytes of error correction in each block, blocks, and data bytes in all. */
const VERSIONS: ReadonlyArray<readonly [correctionBytes: number, blocks: number, dataBytes: number]> = [
  [10, 1, 16],
  [16, 1, 28],
  [26, 1, 44],
  [18, 2, 64],
  [24, 2, 86],
  [16, 4, 108],
  [18, 4, 124],
  [22, 4, 154],
  [22, 5, 182],
  [26, 5, 216],
];

const BYTE_MODE = 0b0100;
const LEVEL_M = 0b00;
const PAD_BYTES = [0xec, 0x11] as const;

/** Undefined for a text of more than 213 bytes. */
export function qrCode(text: string): Modules | undefined {
  const bytes = new TextEncoder().encode(text);
  const version = VERSIONS.findIndex(([, , room], at) => headBits(at + 1) + bytes.length * 8 <= room * 8) + 1;
  if (version === 0) return undefined;
  const codewords = interleave(dataOf(bytes, version), version);
  const masked = MASKS.map((_, mask) => draw(codewords, version, mask));
  const penalties = masked.map(penaltyOf);
  return masked[penalties.indexOf(Math.min(...penalties))];
}

/** Mode and count. */
function headBits(version: number): number {
  return 4 + (version < 10 ? 8 : 16);
}

function dataOf(bytes: Uint8Array, version: number): Uint8Array {
  const [, , room] = VERSIONS[version - 1]!;
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let bit = count - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  put(BYTE_MODE, 4);
  put(bytes.length, headBits(version) - 4);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, room * 8 - bits.length));
  const data = new Uint8Array(room);
  bits.forEach((bit, at) => {
    data[at >> 3] = data[at >> 3]! | (bit << (7 - (at & 7)));
  });
  for (let at = Math.ceil(bits.length / 8), pad = 0; at < room; at += 1, pad ^= 1) data[at] = PAD_BYTES[pad]!;
  return data;
}

/** Blocks are sent byte by byte in turn; the later ones may be a byte longer. */
function interleave(data: Uint8Array, version: number): number[] {
  const [correctionBytes, count] = VERSIONS[version - 1]!;
  const short = Math.floor(data.length / count);
  const longer = data.length % count;
  const blocks: Uint8Array[] = [];
  for (let block = 0, at = 0; block < count; block += 1) {
    const length = short + (block >= count - longer ? 1 : 0);
    blocks.push(data.subarray(at, at + length));
    at += length;
  }
  const corrections = blocks.map((block) => errorCorrection(block, correctionBytes));
  const inTurn = (parts: readonly Uint8Array[], length: number): number[] =>
    Array.from({ length }, (_, at) => parts.flatMap((part) => (at < part.length ? [part[at]!] : []))).flat();
  return [...inTurn(blocks, short + 1), ...inTurn(corrections, correctionBytes)];
}

const MASKS: ReadonlyArray<(row: number, column: number) => boolean> = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** What is not data yet is undefined. */
type Canvas = (boolean | undefined)[][];

function draw(codewords: readonly number[], version: number, mask: number): boolean[][] {
  const canvas = patterns(version);
  drawFormat(canvas, mask);
  if (version >= 7) drawVersion(canvas, version);
  const size = canvas.length;
  let bit = 0;
  // Two columns at a time from the right, up and down by turns; the column of the timing pattern is left out.
  for (let right = size - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right -= 1;
    for (let step = 0; step < size; step += 1) {
      const row = isUp ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (canvas[row]![column] !== undefined) continue;
        const isDark = (((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        canvas[row]![column] = isDark !== MASKS[mask]!(row, column);
        bit += 1;
      }
    }
  }
  return canvas.map((row) => row.map((module) => module === true));
}

/** Finders with their separators, alignment and timing patterns, the dark module. */
function patterns(version: number): Canvas {
  const size = 17 + 4 * version;
  const canvas: Canvas = Array.from({ length: size }, () =>
    new Array<boolean | undefined>(size).fill(undefined),
  );
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ] as const)
    finder(canvas, top, left);
  const centres = alignmentCentres(version);
  const last = centres.length - 1;
  centres.forEach((row, down) => {
    centres.forEach((column, across) => {
      const isFinder = (down === 0 && (across === 0 || across === last)) || (down === last && across === 0);
      if (!isFinder) square(canvas, row, column, 2, (ring) => ring !== 1);
    });
  });
  for (let at = 8; at < size - 8; at += 1) {
    canvas[6]![at] = at % 2 === 0;
    canvas[at]![6] = at % 2 === 0;
  }
  canvas[size - 8]![8] = true;
  return canvas;
}

function finder(canvas: Canvas, top: number, left: number): void {
  square(canvas, top + 3, left + 3, 4, (ring) => ring !== 2 && ring !== 4);
}

/** Rings around a centre, as far as they lie inside. */
function square(
  canvas: Canvas,
  row: number,
  column: number,
  reach: number,
  isDark: (ring: number) => boolean,
): void {
  for (let down = -reach; down <= reach; down += 1) {
    for (let across = -reach; across <= reach; across += 1) {
      const line = canvas[row + down];
      if (line && column + across >= 0 && column + across < canvas.length) {
        line[column + across] = isDark(Math.max(Math.abs(down), Math.abs(across)));
      }
    }
  }
}

function alignmentCentres(version: number): readonly number[] {
  if (version === 1) return [];
  const last = 10 + 4 * version;
  return version < 7 ? [6, last] : [6, 6 + (last - 6) / 2, last];
}

/** Level and mask with their BCH code, twice (8.9). */
function drawFormat(canvas: Canvas, mask: number): void {
  const data = (LEVEL_M << 3) | mask;
  const bits = ((data << 10) | bchRemainder(data, 10, 0x537)) ^ 0x5412;
  const size = canvas.length;
  for (let bit = 0; bit < 15; bit += 1) {
    const isDark = ((bits >> bit) & 1) === 1;
    const [row, column] = bit < 8 ? [bit < 6 ? bit : bit + 1, 8] : [8, bit === 8 ? 7 : 14 - bit];
    canvas[row]![column] = isDark;
    if (bit < 8) canvas[8]![size - 1 - bit] = isDark;
    else canvas[size - 15 + bit]![8] = isDark;
  }
}

/** From version 7 on, the version with its BCH code, twice (8.10). */
function drawVersion(canvas: Canvas, version: number): void {
  const bits = (version << 12) | bchRemainder(version, 12, 0x1f25);
  const size = canvas.length;
  for (let bit = 0; bit < 18; bit += 1) {
    const isDark = ((bits >> bit) & 1) === 1;
    const [far, near] = [size - 11 + (bit % 3), Math.floor(bit / 3)];
    canvas[near]![far] = isDark;
    canvas[far]![near] = isDark;
  }
}

function bchRemainder(data: number, bits: number, generator: number): number {
  let rest = data << bits;
  for (let bit = 31 - Math.clz32(rest); bit >= bits; bit = 31 - Math.clz32(rest)) {
    rest ^= generator << (bit - bits);
    if (rest === 0) break;
  }
  return rest;
}

/** What makes a code hard to read (8.8.2): long runs, squares of one colour, false finders, too much of one colour. */
function penaltyOf(modules: Modules): number {
  const size = modules.length;
  const columns = modules.map((_, column) => modules.map((row) => row[column]!));
  const lines = [...modules, ...columns];
  let penalty = 0;
  for (const line of lines) {
    const text = line.map((isDark) => (isDark ? '1' : '0')).join('');
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    penalty += 40 * [...text.matchAll(/(?=10111010000|00001011101)/g)].length;
  }
  for (let row = 1; row < size; row += 1) {
    for (let column = 1; column < size; column += 1) {
      const [above, here] = [modules[row - 1]!, modules[row]!];
      const colour = here[column];
      if (here[column - 1] === colour && above[column] === colour && above[column - 1] === colour)
        penalty += 3;
    }
  }
  const dark = modules.flat().filter((isDark) => isDark).length;
  return penalty + 10 * Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5);
}
