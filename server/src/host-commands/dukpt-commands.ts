// PIN translation from terminals that make a key for each transaction (CI, G0): TDES DUKPT, ANSI X9.24-1. That a serial
// number was not used before is the client's to see, as it is with the devices that it knows.

import { CommandRefusal } from './error-codes.js';
import type { FieldReader } from './field-reader.js';
import type { HostCommand } from './host-command.js';
import { FORMAT_NUMBERS, panOf, type ReadFormat, readFormat, translated } from './pin-fields.js';

const KSN_DIGITS = 20;
/** 21 bits. */
const COUNTER_DIGITS = 5;

/**
 * The serial number after its descriptor: three digits say how long the identifiers of the key, of a sub-key and of the
 * device are, the counter follows; the standard's ten bytes have F in front.
 */
function readKsn(fields: FieldReader): Uint8Array {
  const lengths = [fields.hexLength(1), fields.hexLength(1), fields.hexLength(1)];
  const digits = lengths.reduce((sum, length) => sum + length, COUNTER_DIGITS);
  if (digits > KSN_DIGITS) throw new CommandRefusal('15');
  const text = fields.text(digits, /^[0-9A-Fa-f]*$/);
  return new Uint8Array(Buffer.from(text.padStart(KSN_DIGITS, 'F'), 'hex'));
}

function translation(
  name: string,
  readSource: (fields: FieldReader) => ReadFormat,
  source: string,
): HostCommand {
  return {
    name,
    by: 'translateTdesDukptPin',
    request:
      'BDK, destination key, KSN descriptor 3H (lengths of the identifiers of key, sub-key and device), KSN, ' +
      `PIN block 16H,${source} format of the answer, account number 12N; formats are ${FORMAT_NUMBERS}`,
    answer: '`00` (the length of the PIN is not told), PIN block 16H, its format',
    async run(fields, { hsm }, read) {
      const [bdk, to] = [fields.key(), fields.key()];
      const [ksn, pinBlock] = [readKsn(fields), fields.hex(8)];
      const [from, into] = [readSource(fields), readFormat(fields)];
      const pan = panOf(fields);
      read();
      const way = { bdk, ksn, to, pinBlock, pan, fromFormat: from.format, toFormat: into.format };
      return translated(await hsm.translateTdesDukptPin(way), into);
    },
  };
}

export const dukptCommands: Readonly<Record<string, HostCommand>> = {
  CI: translation(
    'translate a PIN from TDES DUKPT to a zone key, format 0',
    () => ({ number: '01', format: '0' }),
    '',
  ),
  G0: translation('translate a PIN from TDES DUKPT to a zone key', readFormat, ' its format,'),
};
