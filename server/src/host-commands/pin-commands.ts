// PIN translation and verification (CA, CC, DA, DC, EA, EC) under keys of terminals and zones.

import { CommandRefusal } from './error-codes.js';
import { type Answer, type HostCommand, NOT_VERIFIED, VERIFIED } from './host-command.js';
import { FORMAT_NUMBERS, panOf, readFormat, translated } from './pin-fields.js';

const translation = (name: string): HostCommand => ({
  name,
  by: 'translatePin',
  request:
    'source key, destination key, longest PIN `12`, PIN block 16H, its format, format of the answer, ' +
    `account number 12N; formats are ${FORMAT_NUMBERS}`,
  answer: '`00` (the length of the PIN is not told), PIN block 16H, its format',
  async run(fields, { hsm }, read) {
    const [from, to] = [fields.key(), fields.key()];
    fields.digits(2);
    const pinBlock = fields.hex(8);
    const [source, into] = [readFormat(fields), readFormat(fields)];
    const pan = panOf(fields);
    read();
    const way = { from, to, pinBlock, pan, fromFormat: source.format, toFormat: into.format };
    return translated(await hsm.translatePin(way), into);
  },
});

function verdict(check: 'match' | 'mismatch' | 'undecodable'): Answer {
  if (check === 'undecodable') return { code: '20' };
  return check === 'match' ? VERIFIED : NOT_VERIFIED;
}

const verificationByPvv = (name: string): HostCommand => ({
  name,
  by: 'verifyPin',
  request: 'PIN key, PVK pair, PIN block 16H, its format (as for CA), account number 12N, PVKI 1N, PVV 4N',
  answer: 'none',
  async run(fields, { hsm }, read) {
    const [zpk, pvk, pinBlock] = [fields.key(), fields.key(), fields.hex(8)];
    const { format } = readFormat(fields);
    const pan = panOf(fields);
    const reference = { method: 'visa-pvv', pvki: fields.number(1), pvv: fields.digits(4) } as const;
    read();
    return verdict(await hsm.verifyPin({ zpk, pvk, pinBlock, pan, reference, format }));
  },
});

/** Stands for the last five digits of the account number. */
const ACCOUNT_MARK = 'N';

const verificationByOffset = (name: string): HostCommand => ({
  name,
  by: 'verifyPin',
  request:
    'PIN key, PVK, longest PIN `12`, PIN block 16H, its format (as for CA), check length 2N, account number 12N, ' +
    'decimalisation table 16N, PIN validation data 12A (seven digits of the account number, `NFFFF`), offset 12H',
  answer: 'none',
  async run(fields, { hsm, decimalisationTables }, read) {
    const [zpk, pvk] = [fields.key(), fields.key()];
    fields.digits(2);
    const pinBlock = fields.hex(8);
    const { format } = readFormat(fields);
    const checkLength = fields.number(2);
    const pan = panOf(fields);
    const decimalisationTable = fields.digits(16);
    const validation = fields.text(12, /^[0-9]*N?F*$/).replace(ACCOUNT_MARK, pan.slice(7, 12));
    const offset = fields.text(12, /^[0-9]{4,12}F*$/).replaceAll('F', '');
    if (validation !== `${pan.slice(0, 12)}FFFF` || offset.length !== checkLength) {
      throw new CommandRefusal('15');
    }
    if (!decimalisationTables().has(decimalisationTable)) throw new CommandRefusal('25');
    read();
    const reference = { method: 'ibm-3624', offset, decimalisationTable } as const;
    return verdict(await hsm.verifyPin({ zpk, pvk, pinBlock, pan, reference, format }));
  },
});

export const pinCommands: Readonly<Record<string, HostCommand>> = {
  CA: translation('translate a PIN from a terminal key to a zone key'),
  CC: translation('translate a PIN from one zone key to another'),
  DA: verificationByOffset('verify a PIN under a terminal key by its IBM 3624 offset'),
  DC: verificationByPvv('verify a PIN under a terminal key by its PVV'),
  EA: verificationByOffset('verify a PIN under a zone key by its IBM 3624 offset'),
  EC: verificationByPvv('verify a PIN under a zone key by its PVV'),
};
