// PIN translation and verification (CA, CC, DA, DC, EA, EC): ISO 9564 format 0 only, which these clients call 01.

import { CommandRefusal } from './error-codes.js';
import type { FieldReader } from './field-reader.js';
import { type Answer, type HostCommand, hexOf, NOT_VERIFIED, VERIFIED } from './host-command.js';

const FORMAT_0 = '01';
/** Nobody is told how long a PIN is. */
const PIN_LENGTH_UNTOLD = '00';

/** Twelve digits of the account number without its check digit, as a PAN that has the same twelve. */
function panOf(fields: FieldReader): string {
  return `${fields.digits(12)}0`;
}

function readFormat(fields: FieldReader): void {
  if (fields.digits(2) !== FORMAT_0) throw new CommandRefusal('23');
}

const translation = (name: string): HostCommand => ({
  name,
  by: 'translatePin',
  request:
    'source key, destination key, longest PIN `12`, PIN block 16H, its format `01`, format of the answer `01`, ' +
    'account number 12N',
  answer: '`00` (the length of the PIN is not told), PIN block 16H, format `01`',
  async run(fields, { hsm }, read) {
    const [from, to] = [fields.key(), fields.key()];
    fields.digits(2);
    const pinBlock = fields.hex(8);
    readFormat(fields);
    readFormat(fields);
    const pan = panOf(fields);
    read();
    const translated = await hsm.translatePin({ from, to, pinBlock, pan });
    if (translated === 'undecodable') return { code: '20' };
    return PIN_LENGTH_UNTOLD + hexOf(translated) + FORMAT_0;
  },
});

function verdict(check: 'match' | 'mismatch' | 'undecodable'): Answer {
  if (check === 'undecodable') return { code: '20' };
  return check === 'match' ? VERIFIED : NOT_VERIFIED;
}

const verificationByPvv = (name: string): HostCommand => ({
  name,
  by: 'verifyPin',
  request: 'PIN key, PVK pair, PIN block 16H, format `01`, account number 12N, PVKI 1N, PVV 4N',
  answer: 'none',
  async run(fields, { hsm }, read) {
    const [zpk, pvk, pinBlock] = [fields.key(), fields.key(), fields.hex(8)];
    readFormat(fields);
    const pan = panOf(fields);
    const reference = { method: 'visa-pvv', pvki: fields.number(1), pvv: fields.digits(4) } as const;
    read();
    return verdict(await hsm.verifyPin({ zpk, pvk, pinBlock, pan, reference }));
  },
});

/** Stands for the last five digits of the account number. */
const ACCOUNT_MARK = 'N';

const verificationByOffset = (name: string): HostCommand => ({
  name,
  by: 'verifyPin',
  request:
    'PIN key, PVK, longest PIN `12`, PIN block 16H, format `01`, check length 2N, account number 12N, ' +
    'decimalisation table 16N, PIN validation data 12A (seven digits of the account number, `NFFFF`), offset 12H',
  answer: 'none',
  async run(fields, { hsm, decimalisationTables }, read) {
    const [zpk, pvk] = [fields.key(), fields.key()];
    fields.digits(2);
    const pinBlock = fields.hex(8);
    readFormat(fields);
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
    return verdict(await hsm.verifyPin({ zpk, pvk, pinBlock, pan, reference }));
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
