// Message authentication codes (M6, M8): X9.9, X9.19 and CMAC over one message.

import type { MacMethod } from '../hsm/index.js';
import { CommandRefusal } from './error-codes.js';
import type { FieldReader } from './field-reader.js';
import { type HostCommand, hexOf, NOT_VERIFIED, VERIFIED } from './host-command.js';

/** By algorithm and padding: ISO/IEC 9797-1 algorithms 1 and 3 with padding method 1, CMAC with its own. */
const ALGORITHMS: Readonly<Record<string, MacMethod['algorithm']>> = {
  '11': 'x9.9',
  '31': 'x9.19',
  '60': 'cmac-aes',
};
const SIZES: Readonly<Record<string, MacMethod['encoding']>> = { '0': 'hex', '1': 'raw' };
const MESSAGE =
  'mode `0` (one message), input `0` bytes or `1` hex, MAC size `0` 8H or `1` 16H, algorithm and padding `11` X9.9, ' +
  '`31` X9.19 or `60` CMAC, key type 3H (any), key, length of the message 4H, message';

interface MacRequest {
  readonly key: string;
  readonly data: Uint8Array;
  readonly method: MacMethod;
}

function readMacRequest(fields: FieldReader): MacRequest {
  if (fields.digits(1) !== '0') throw new CommandRefusal('15');
  const input = fields.text(1, /^[01]$/);
  const encoding = SIZES[fields.digits(1)];
  const algorithm = ALGORITHMS[fields.digits(2)];
  if (encoding === undefined || algorithm === undefined) throw new CommandRefusal('15');
  fields.text(3, /^[0-9A-Fa-f]{3}$/);
  const key = fields.key();
  const length = fields.hexLength(4);
  if (input === '1' && length % 2 === 1) throw new CommandRefusal('80');
  const data = input === '1' ? fields.hex(length / 2) : fields.bytes(length);
  return { key, data, method: { algorithm, encoding, letterCase: 'upper' } };
}

export const macCommands: Readonly<Record<string, HostCommand>> = {
  M6: {
    name: 'make a MAC',
    by: 'makeMac',
    request: MESSAGE,
    answer: 'MAC 8H or 16H',
    async run(fields, { hsm }, read) {
      const request = readMacRequest(fields);
      read();
      const mac = await hsm.makeMac(request);
      return request.method.encoding === 'raw' ? hexOf(mac) : mac;
    },
  },
  M8: {
    name: 'verify a MAC',
    by: 'verifyMac',
    request: `${MESSAGE}, MAC 8H or 16H`,
    answer: 'none',
    async run(fields, { hsm }, read) {
      const request = readMacRequest(fields);
      const raw = request.method.encoding === 'raw';
      const mac = raw ? fields.hex(8) : new TextEncoder().encode(fields.text(8, /^[0-9A-F]*$/));
      read();
      return (await hsm.verifyMac({ ...request, mac })) ? VERIFIED : NOT_VERIFIED;
    },
  },
};
