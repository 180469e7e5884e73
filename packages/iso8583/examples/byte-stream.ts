// Messages on a byte stream: two bytes of length in front of each, cut anywhere, with a limit on what is taken.
import { binary2, FrameReader, frameMessage, Message, pack, unpack } from '@tillgate/iso8583';
import { iso1993Ascii } from '@tillgate/iso8583/specs';

const echo = frameMessage(binary2, pack(iso1993Ascii, new Message('1804').set(11, '000001').set(24, '831')));
const reader = new FrameReader(binary2, 4096);
for (const chunk of [echo.subarray(0, 5), echo.subarray(5), echo]) {
  for (const bytes of reader.push(chunk)) {
    console.log(unpack(iso1993Ascii, bytes).message.mti, `${bytes.length} bytes`);
  }
}
if (reader.broken !== undefined) console.log(`close the connection: ${reader.broken}`);
