// Keys and the device itself (B2, BU, N0, NC).

import { CommandRefusal } from './error-codes.js';
import { type HostCommand, hexOf } from './host-command.js';

const RANDOM_BYTES_MAX = 256;

export const keyCommands: Readonly<Record<string, HostCommand>> = {
  B2: {
    name: 'echo',
    by: 'nothing',
    request: 'length 4H, message',
    answer: 'the message',
    async run(fields, _ports, read) {
      const message = fields.bytes(fields.hexLength(4));
      read();
      return message;
    },
  },
  BU: {
    name: 'check value of a key',
    by: 'keyCheckValue',
    request: 'key type 2H (any), length flag 1H (any), key',
    answer: 'check value 6H',
    async run(fields, { hsm }, read) {
      fields.text(3, /^[0-9A-Fa-f]{3}$/);
      const key = fields.key();
      read();
      return hsm.keyCheckValue({ key });
    },
  },
  N0: {
    name: 'random bytes',
    by: 'random',
    request: 'how many, 3N, up to 256',
    answer: 'the bytes',
    async run(fields, { random }, read) {
      const length = fields.number(3);
      if (length < 1 || length > RANDOM_BYTES_MAX) throw new CommandRefusal('15');
      read();
      return random.bytes(length);
    },
  },
  NC: {
    name: 'diagnostics',
    by: 'status',
    request: 'none',
    answer: 'check value of the local master key 6H and ten zeros, firmware `TG00-SOFT`',
    async run(_fields, { hsm }, read) {
      read();
      const { lmkCheckValue } = await hsm.status();
      return `${lmkCheckValue}${hexOf(new Uint8Array(5))}TG00-SOFT`;
    },
  },
};
