// Message to bytes. A message that does not fit its spec is refused with a PackFault that names the field.

import { bitmapBlocks, bitmapBytes, setBit, spreadBitmap } from './bitmap.js';
import { characterTable, writeCharacters } from './characters.js';
import { filled, sizeOf, writeField } from './field-bytes.js';
import { layoutOf } from './layout.js';
import { type Message, slotsOf } from './message.js';
import { writeNibbles } from './nibbles.js';
import { PackFault } from './problem.js';
import type { Spec } from './spec.js';

/** `headroom` bytes are left free in front, for the envelope of a dialect. */
export function pack(spec: Spec, message: Message, headroom = 0): Uint8Array {
  const layout = layoutOf(spec);
  const bitmapAt = headroom + layout.mtiBytes;
  const slots = slotsOf(message);
  let highest = 0;
  let size = 0;
  for (let number = 2; number < slots.length; number += 1) {
    const value = slots[number];
    if (value === undefined) continue;
    const field = layout.fields[number];
    if (field === undefined) {
      throw new PackFault(String(number), 'a field of the spec', 'a field it lacks');
    }
    size += sizeOf(field, field.id, field.fill === undefined ? value : filled(field, value));
    highest = number;
  }
  const blocks = bitmapBlocks(highest);
  const bodyAt = bitmapAt + bitmapBytes(spec.bitmap, blocks);
  const bytes = new Uint8Array(bodyAt + size);
  writeMti(spec, message.mti, bytes, headroom);
  for (let number = 2, at = bodyAt; number <= highest; number += 1) {
    const value = slots[number];
    if (value === undefined) continue;
    setBit(bytes, bitmapAt, number);
    const field = layout.fields[number]!;
    at = writeField(field, field.id, field.fill === undefined ? value : filled(field, value), bytes, at);
  }
  for (let next = 1; next < blocks; next += 1) setBit(bytes, bitmapAt, (next - 1) * 64 + 1);
  if (spec.bitmap.encoding === 'hex') spreadBitmap(bytes, bitmapAt, blocks);
  return bytes;
}

function writeMti({ mti: { encoding } }: Spec, mti: string, into: Uint8Array, start: number): void {
  const written =
    mti.length === 4 &&
    (encoding === 'bcd'
      ? writeNibbles(mti, into, start, 'decimal', 'after')
      : writeCharacters(mti, into, start, characterTable('n', encoding)));
  if (!written) throw new PackFault('mti', 'four digits', 'another text');
}
