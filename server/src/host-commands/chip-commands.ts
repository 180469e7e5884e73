// Cryptograms of chip cards (KQ, KW, JS): verified, and answered where they are right. One for whom no cryptogram is
// right gets no answer, so the modes that only answer are not served.

import { CommandRefusal } from './error-codes.js';
import type { FieldReader } from './field-reader.js';
import {
  type Answer,
  type HostCommand,
  type HostCommandPorts,
  NOT_VERIFIED,
  VERIFIED,
} from './host-command.js';

type Cryptogram = Parameters<HostCommandPorts['hsm']['verifyArqc']>[0];
/** How the card is answered; undefined where it is only verified. */
type Form = { readonly method: 1; readonly arc: string } | { readonly method: 2; readonly csu: Uint8Array };

const BLOCK_BYTES = 8;
const ARPC_BYTES = { 1: 8, 2: 4 } as const;
const PADDED_MARK = 0x80;

const PAN_AND_ATC = 'PAN and sequence 8 bytes BCD, ATC 2 bytes';
const DATA = 'length of the data 2H, data, `;`, cryptogram 8 bytes';

/** The 16 digits from which a card's key is derived: the end of the account number, and the sequence number. */
function readCard(fields: FieldReader): Pick<Cryptogram, 'pan' | 'sequence' | 'option'> {
  const digits = Buffer.from(fields.bytes(8)).toString('hex');
  if (!/^[0-9]{16}$/.test(digits)) throw new CommandRefusal('15');
  return { pan: digits.slice(0, 14), sequence: digits.slice(14), option: 'A' };
}

function readData(fields: FieldReader): Pick<Cryptogram, 'data' | 'cryptogram'> {
  const data = fields.bytes(fields.hexLength(2));
  fields.text(1, /^;$/);
  return { data, cryptogram: fields.bytes(8) };
}

function readArc(fields: FieldReader): Form {
  return { method: 1, arc: fields.text(2, /^[0-9A-Z]{2}$/) };
}

/**
 * The data without X'80' and zeros (ISO/IEC 9797-1 padding method 2), which this HSM puts there itself; undefined where
 * they do not end so.
 */
function unpadded(data: Uint8Array): Uint8Array | undefined {
  const mark = data.findLastIndex((byte) => byte !== 0);
  const isPadded = data[mark] === PADDED_MARK && blocks(mark + 1) === blocks(data.length);
  return isPadded ? data.slice(0, mark) : undefined;
}

function blocks(length: number): number {
  return Math.ceil(length / BLOCK_BYTES);
}

async function answered(
  { hsm }: HostCommandPorts,
  cryptogram: Cryptogram,
  form: Form | undefined,
): Promise<Answer> {
  if (form === undefined) return (await hsm.verifyArqc(cryptogram)) ? VERIFIED : NOT_VERIFIED;
  const arc = form.method === 1 ? form.arc : '00';
  const csu = form.method === 2 ? form.csu : undefined;
  const proof = { ...cryptogram, arc, approved: arc === '00', method: form.method, csu };
  return (await hsm.makeArpc(proof)).slice(0, ARPC_BYTES[form.method]);
}

export const chipCommands: Readonly<Record<string, HostCommand>> = {
  KQ: {
    name: 'verify a cryptogram, and answer it',
    by: 'makeArpc',
    request:
      'mode `0` verify or `1` verify and answer, scheme `0` (Visa, version 10, option A), IMK-AC, ' +
      `${PAN_AND_ATC}, unpredictable number 4 bytes, ${DATA}, in mode \`1\` answer code 2 bytes`,
    answer: 'in mode `1` ARPC 8 bytes; a wrong cryptogram gets none',
    async run(fields, ports, read) {
      const mode = fields.text(1, /^[01]$/);
      fields.text(1, /^0$/);
      const imk = fields.key();
      const card = readCard(fields);
      const atc = fields.bytes(2);
      fields.bytes(4);
      const cryptogram = { imk, ...card, version: 'visa-10', atc, ...readData(fields) } as const;
      const form = mode === '1' ? readArc(fields) : undefined;
      read();
      return answered(ports, cryptogram, form);
    },
  },
  KW: {
    name: 'verify a cryptogram under the common session key of EMV, and answer it',
    by: 'makeArpc',
    request:
      'mode `0` verify, `1` verify and answer by method 1 or `3` by method 2, scheme `2` (option A), IMK-AC, ' +
      `${PAN_AND_ATC}, ${DATA}, in mode \`1\` answer code 2 bytes, in mode \`3\` card status update 4 bytes and ` +
      "`0` (no proprietary data); the data end with X'80' and zeros, the last of which may be left out",
    answer: 'in mode `1` ARPC 8 bytes, in mode `3` 4 bytes; a wrong cryptogram gets none',
    async run(fields, ports, read) {
      const mode = fields.text(1, /^[013]$/);
      fields.text(1, /^2$/);
      const imk = fields.key();
      const card = readCard(fields);
      const atc = fields.bytes(2);
      const { data: padded, cryptogram } = readData(fields);
      const data = unpadded(padded);
      if (data === undefined) throw new CommandRefusal('15');
      let form = mode === '1' ? readArc(fields) : undefined;
      if (mode === '3') {
        form = { method: 2, csu: fields.bytes(4) };
        fields.text(1, /^0$/);
      }
      read();
      return answered(ports, { imk, ...card, version: 'visa-18', atc, data, cryptogram }, form);
    },
  },
  JS: {
    name: 'verify a cryptogram of a UnionPay card, and answer it',
    by: 'makeArpc',
    request:
      'mode `0` verify or `1` verify and answer, scheme `1`, IMK-AC, ' +
      `${PAN_AND_ATC}, padding flag 1N (any), ${DATA}, in mode \`1\` answer code 2 bytes; the data are padded here ` +
      "unless they end with X'80' and zeros",
    answer: 'in mode `1` ARPC 8 bytes; a wrong cryptogram gets none',
    async run(fields, ports, read) {
      const mode = fields.text(1, /^[01]$/);
      fields.text(1, /^1$/);
      const imk = fields.key();
      const card = readCard(fields);
      const atc = fields.bytes(2);
      fields.digits(1);
      const { data, cryptogram } = readData(fields);
      const form = mode === '1' ? readArc(fields) : undefined;
      read();
      const asMade = unpadded(data) ?? data;
      return answered(ports, { imk, ...card, version: 'unionpay-01', atc, data: asMade, cryptogram }, form);
    },
  },
};
