// Card values and cryptograms (CW, CY, KQ): CVV, and the Visa cryptogram version 10 with its answer.

import { CommandRefusal } from './error-codes.js';
import type { FieldReader } from './field-reader.js';
import { type HostCommand, NOT_VERIFIED, VERIFIED } from './host-command.js';

const PAN_DIGITS_MAX = 19;

function readCard(fields: FieldReader): { pan: string; expiry: string; serviceCode: string } {
  const pan = fields.upToSemicolon(PAN_DIGITS_MAX);
  return { pan, expiry: fields.digits(4), serviceCode: fields.digits(3) };
}

/** The 16 digits from which a card's key is derived: the end of the account number, and the sequence number. */
function readDerivationDigits(fields: FieldReader): { pan: string; sequence: string } {
  const digits = Buffer.from(fields.bytes(8)).toString('hex');
  if (!/^[0-9]{16}$/.test(digits)) throw new CommandRefusal('15');
  return { pan: digits.slice(0, 14), sequence: digits.slice(14) };
}

const VERIFY_AND_ANSWER = '1';
const ARPC_BYTES = 8;

export const cardCommands: Readonly<Record<string, HostCommand>> = {
  CW: {
    name: 'make a CVV, iCVV or CVV2',
    by: 'makeCvv',
    request: 'CVK, account number and `;`, expiry 4N, service code 3N (999 iCVV, 000 CVV2)',
    answer: 'CVV 3N',
    async run(fields, { hsm }, read) {
      const request = { cvk: fields.key(), ...readCard(fields) };
      read();
      return hsm.makeCvv(request);
    },
  },
  CY: {
    name: 'verify a CVV, iCVV or CVV2',
    by: 'verifyCvv',
    request: 'CVK, CVV 3N, account number and `;`, expiry 4N, service code 3N',
    answer: 'none',
    async run(fields, { hsm }, read) {
      const [cvk, cvv] = [fields.key(), fields.digits(3)];
      const request = { cvk, cvv, ...readCard(fields) };
      read();
      return (await hsm.verifyCvv(request)) ? VERIFIED : NOT_VERIFIED;
    },
  },
  KQ: {
    name: 'verify a cryptogram, and answer it',
    by: 'makeArpc',
    request:
      'mode `0` verify or `1` verify and answer, scheme `0` (Visa, version 10, option A), IMK-AC, PAN and sequence ' +
      '8 bytes BCD, ATC 2 bytes, unpredictable number 4 bytes, length of the data 2H, data, `;`, cryptogram 8 bytes, ' +
      'in mode `1` answer code 2 bytes',
    answer: 'in mode `1` ARPC 8 bytes; a wrong cryptogram gets none',
    async run(fields, { hsm }, read) {
      const mode = fields.text(1, /^[01]$/);
      fields.text(1, /^0$/);
      const imk = fields.key();
      const card = readDerivationDigits(fields);
      const atc = fields.bytes(2);
      fields.bytes(4);
      const data = fields.bytes(fields.hexLength(2));
      fields.text(1, /^;$/);
      const cryptogram = fields.bytes(8);
      const arc = mode === VERIFY_AND_ANSWER ? fields.text(2, /^[0-9A-Z]{2}$/) : '';
      read();
      const request = {
        imk,
        ...card,
        atc,
        data,
        cryptogram,
        ...({ option: 'A', version: 'visa-10' } as const),
      };
      if (arc === '') return (await hsm.verifyArqc(request)) ? VERIFIED : NOT_VERIFIED;
      return (await hsm.makeArpc({ ...request, arc, approved: arc === '00' })).slice(0, ARPC_BYTES);
    },
  },
};
