// Bitmaps: which bits are set, in bytes or in hexadecimal characters, one to three blocks of 64 bits. The first
// bit of a block announces the next one, where the spec has it (ISO 8583-1:1987 4.2).

import { readHex, writeHex } from './nibbles.js';
import { type Problem, shortOf } from './problem.js';
import type { BitmapSpec } from './spec.js';

const BLOCK_BITS = 64;
const BLOCK_BYTES = 8;

/** A bitmap that was read. */
export interface BitmapReading {
  /** Bit 1 is the highest bit of the byte at `from`; `count` bytes belong to it. */
  readonly bits: Uint8Array;
  readonly from: number;
  readonly count: number;
  /** Where it stands in the message, and where the fields start. */
  readonly start: number;
  readonly end: number;
}

/** Reads as many blocks as are announced; a problem when they are not all there. */
export function readBitmap(spec: BitmapSpec, bytes: Uint8Array, start: number): BitmapReading | Problem {
  const width = spec.encoding === 'hex' ? 2 : 1;
  const most = spec.bits / BLOCK_BITS;
  let bits = bytes;
  let from = start;
  for (let blocks = 1; ; blocks += 1) {
    const count = blocks * BLOCK_BYTES;
    const end = start + count * width;
    if (end > bytes.length) return shortOf('bitmap', start, end - start, bytes.length - start);
    if (width === 2) {
      const decoded = readHex(bytes, start, count);
      const expected = 'hexadecimal characters';
      if (decoded === undefined) return { field: 'bitmap', offset: start, expected, got: 'another byte' };
      bits = decoded;
      from = 0;
    }
    const announced = (bits[from + count - BLOCK_BYTES]! & 0x80) !== 0;
    if (!announced || blocks >= most) return { bits, from, count, start, end };
  }
}

/** The numbers of the bits that are set in the bitmap at `start`; none when it is not all there. */
export function announcedBits(spec: BitmapSpec, bytes: Uint8Array, start: number): number[] {
  const reading = readBitmap(spec, bytes, start);
  if ('field' in reading) return [];
  const numbers: number[] = [];
  for (let number = 1; number <= reading.count * 8; number += 1) {
    if (isBitSet(reading.bits, reading.from, number)) numbers.push(number);
  }
  return numbers;
}

export function isBitSet(bits: Uint8Array, from: number, number: number): boolean {
  return (bits[from + ((number - 1) >> 3)]! & (0x80 >> ((number - 1) & 7))) !== 0;
}

/** Blocks that announce the field numbers up to `highest`. */
export function bitmapBlocks(highest: number): number {
  return Math.max(1, Math.ceil(highest / BLOCK_BITS));
}

/** Bytes on the wire. */
export function bitmapBytes(spec: BitmapSpec, blocks: number): number {
  return blocks * BLOCK_BYTES * (spec.encoding === 'hex' ? 2 : 1);
}

/** Sets one bit of a bitmap in bytes. */
export function setBit(bits: Uint8Array, from: number, number: number): void {
  const at = from + ((number - 1) >> 3);
  bits[at] = bits[at]! | (0x80 >> ((number - 1) & 7));
}

/** Turns a bitmap that was written as bytes at `start` into characters, in place: they take twice the room. */
export function spreadBitmap(into: Uint8Array, start: number, blocks: number): void {
  writeHex(into.slice(start, start + blocks * BLOCK_BYTES), into, start);
}
