// A dialect of one's own: a shipped spec with other lines, one of them a field with tagged parts, read by path.
import { lllAscii, Message, pack, type Spec, setAt, textAt, unpack } from '@tillgate/iso8583';
import { iso1987Ascii } from '@tillgate/iso8583/specs';

const name = (en: string): { zh: string; en: string } => ({ zh: en, en });
const dialect: Spec = {
  ...iso1987Ascii,
  name: 'our switch',
  bitmap: { encoding: 'binary', bits: 128 },
  fields: {
    ...iso1987Ascii.fields,
    48: {
      ...{ name: name('loyalty'), kind: 'ans', encoding: 'ascii', prefix: lllAscii, length: 200 },
      subfields: {
        form: 'tagged',
        tag: { length: 2, encoding: 'ascii' },
        prefix: { digits: 2, encoding: 'ascii' },
        parts: {
          '01': { name: name('member'), kind: 'n', encoding: 'ascii', length: 12 },
          '02': { name: name('points'), kind: 'n', encoding: 'ascii', length: 8 },
        },
      },
    },
  },
};

const request = new Message('0100').set(3, '000000');
setAt(dialect, request, '48.01', '123456789012');
setAt(dialect, request, '48.02', '250');
const { message } = unpack(dialect, pack(dialect, request));
console.log(message.text(48));
console.log(textAt(dialect, message, '48.02'));
