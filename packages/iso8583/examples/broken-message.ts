// What is wrong with a message that breaks, and which byte is what up to there.
import { annotate, fromHex, unpack } from '@tillgate/iso8583';
import { iso1987Bcd } from '@tillgate/iso8583/specs';

// Field 4 holds a letter, field 41 is cut short.
const bytes = fromHex(`0200${'1000000000800000'}${'0000000012C4'}${'5445524D'}`)!;
for (const { field, offset, expected, got } of unpack(iso1987Bcd, bytes).problems) {
  console.log(`field ${field}, byte ${offset}: expected ${expected}, got ${got}`);
}
for (const { offset, length, field, part, text } of annotate(iso1987Bcd, bytes)) {
  console.log(`${offset}+${length} ${field} ${part} ${text}`);
}
