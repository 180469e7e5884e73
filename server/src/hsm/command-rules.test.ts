// Goal: a key serves the commands of its role and no other.
// Method: the whole matrix, every command called with a key of every role in each of its places.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adjustParity } from '@tillgate/payment-crypto';
import { systemRandom } from '../kernel/random.js';
import { createInProcessHsm } from './in-process-hsm.js';
import { KEY_ROLES, type KeyRole, MAC_ALGORITHMS } from './key-role.js';

const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
const pan = '6299990000001000011';
const pinBlock = new Uint8Array(8);
const data = new Uint8Array(19);
const forms = { pinKeyBytes: 16, macKeyBytes: 16, macAlgorithm: 'cup-ecb', withTrackKey: false } as const;
const chip = {
  ...({ option: 'A', pan, sequence: '01', version: 'visa-18', data } as const),
  ...{ atc: new Uint8Array(2), cryptogram: pinBlock },
};
const pvvReference = { method: 'visa-pvv', pvki: 1, pvv: '1234' } as const;
const offsetReference = {
  method: 'ibm-3624',
  offset: '1234',
  decimalisationTable: '0123456789012345',
} as const;

const blocks = new Map<KeyRole, string>();
for (const role of KEY_ROLES) {
  const components = [adjustParity(systemRandom.bytes(16)), new Uint8Array(16)];
  blocks.set(role, (await hsm.formKey({ components, role, label: '' })).block);
}
const blockOf = (role: KeyRole): string => blocks.get(role)!;

type Place = readonly [string, readonly KeyRole[], (block: string) => Promise<unknown>];

/** Place in a command, the roles that may stand there, and the command with a key in that place. */
const places: ReadonlyArray<Place> = [
  ['generateWorkingKeys', ['tmk'], (tmk) => hsm.generateWorkingKeys({ ...forms, tmk })],
  ...MAC_ALGORITHMS.flatMap((algorithm): Place[] => {
    const method = { algorithm, encoding: 'hex', letterCase: 'upper' } as const;
    const own = [`terminal-mac:${algorithm}`] as const;
    return [
      [`verifyMac by ${algorithm}`, own, (key) => hsm.verifyMac({ key, data, mac: data, method })],
      [`makeMac by ${algorithm}`, own, (key) => hsm.makeMac({ key, data, method })],
    ];
  }),
  ['decryptTrack2', ['terminal-track'], (key) => hsm.decryptTrack2({ key, packed: data, digits: 37 })],
  [
    'translatePin from',
    ['terminal-pin', 'zpk-in'],
    (from) => hsm.translatePin({ from, to: blockOf('zpk-out'), pinBlock, pan }),
  ],
  ['translatePin to', ['zpk-out'], (to) => hsm.translatePin({ from: blockOf('zpk-in'), to, pinBlock, pan })],
  [
    'verifyPin zpk',
    ['zpk-in', 'terminal-pin'],
    (zpk) => hsm.verifyPin({ zpk, pvk: blockOf('pvk-visa'), pinBlock, pan, reference: pvvReference }),
  ],
  [
    'verifyPin pvk by PVV',
    ['pvk-visa'],
    (pvk) => hsm.verifyPin({ zpk: blockOf('zpk-in'), pvk, pinBlock, pan, reference: pvvReference }),
  ],
  [
    'verifyPin pvk by offset',
    ['pvk-ibm'],
    (pvk) => hsm.verifyPin({ zpk: blockOf('zpk-in'), pvk, pinBlock, pan, reference: offsetReference }),
  ],
  ['makeCvv', ['cvk'], (cvk) => hsm.makeCvv({ cvk, pan, expiry: '3012', serviceCode: '220' })],
  [
    'verifyCvv',
    ['cvk'],
    (cvk) => hsm.verifyCvv({ cvk, pan, expiry: '3012', serviceCode: '220', cvv: '123' }),
  ],
  ['verifyArqc', ['imk-ac'], (imk) => hsm.verifyArqc({ ...chip, imk })],
  // A cryptogram that is wrong is refused only after the key has been let in.
  [
    'makeArpc',
    ['imk-ac'],
    async (imk) =>
      hsm.makeArpc({ ...chip, imk, arc: '00', approved: true }).catch((error: { code?: string }) => {
        if (error.code !== 'TG_HSM_CRYPTOGRAM') throw error;
      }),
  ],
];

for (const [place, permitted, call] of places) {
  test(`${place}: ${permitted.join(' and ')} only`, async () => {
    for (const role of KEY_ROLES) {
      if (permitted.includes(role)) await call(blockOf(role));
      else await assert.rejects(call(blockOf(role)), { code: 'TG_HSM_KEY_USAGE' }, `${place} with ${role}`);
    }
  });
}
