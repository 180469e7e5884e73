// The README's first message: written, read, and described with the card number masked.
import { describe, Message, pack, unpack } from '@tillgate/iso8583';
import { iso1987Bcd } from '@tillgate/iso8583/specs';

const bytes = pack(iso1987Bcd, new Message('0200').set(2, '6299990000001000011').set(4, '000000001234'));
const { message, problems } = unpack(iso1987Bcd, bytes);
if (problems.length > 0) throw new Error('the message does not fit its spec');
for (const { field, name, text } of describe(iso1987Bcd, message)) {
  console.log(`${field} ${name.en}: ${text}`);
}
