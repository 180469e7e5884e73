// Card values (CW, CY): CVV, iCVV, CVV2.

import type { FieldReader } from './field-reader.js';
import { type HostCommand, NOT_VERIFIED, VERIFIED } from './host-command.js';

const PAN_DIGITS_MAX = 19;

function readCard(fields: FieldReader): { pan: string; expiry: string; serviceCode: string } {
  const pan = fields.upToSemicolon(PAN_DIGITS_MAX);
  return { pan, expiry: fields.digits(4), serviceCode: fields.digits(3) };
}

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
};
