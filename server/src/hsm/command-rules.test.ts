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
const wide = new Uint8Array(16);
const ksn = new Uint8Array(12).fill(1);
const cmac = { algorithm: 'cmac-aes', encoding: 'raw', letterCase: 'upper' } as const;
const data = new Uint8Array(19);
const forms = {
  cipher: 'tdes',
  pinKeyBytes: 16,
  macKeyBytes: 16,
  macAlgorithm: 'cup-ecb',
  withTrackKey: false,
} as const;
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
  [
    'generateWorkingKeys under SM4',
    ['tmk-sm4'],
    (tmk) => hsm.generateWorkingKeys({ ...forms, macAlgorithm: 'cmac-sm4', cipher: 'sm4', tmk }),
  ],
  [
    'translateSm4Pin from',
    ['terminal-pin-sm4'],
    (from) => hsm.translateSm4Pin({ from, to: blockOf('zpk-out'), pinBlock: wide, pan }),
  ],
  [
    'translateSm4Pin to',
    ['zpk-out'],
    (to) => hsm.translateSm4Pin({ from: blockOf('terminal-pin-sm4'), to, pinBlock: wide, pan }),
  ],
  [
    'translateDukptPin from',
    ['dukpt-initial'],
    (initialKey) =>
      hsm.translateDukptPin({ from: { initialKey, ksn }, to: blockOf('zpk-out'), pinBlock: wide, pan }),
  ],
  [
    'translateDukptPin to',
    ['zpk-out'],
    (to) =>
      hsm.translateDukptPin({
        ...{ from: { initialKey: blockOf('dukpt-initial'), ksn }, to, pinBlock: wide, pan },
      }),
  ],
  [
    'verifyDukptMac',
    ['dukpt-initial'],
    (initialKey) => hsm.verifyDukptMac({ key: { initialKey, ksn }, data, mac: data, method: cmac }),
  ],
  [
    'makeDukptMac',
    ['dukpt-initial'],
    (initialKey) => hsm.makeDukptMac({ key: { initialKey, ksn }, data, method: cmac }),
  ],
  ...MAC_ALGORITHMS.flatMap((algorithm): Place[] => {
    const method = { algorithm, encoding: 'hex', letterCase: 'upper' } as const;
    const own = [`terminal-mac:${algorithm}`] as const;
    return [
      [`verifyMac by ${algorithm}`, own, (key) => hsm.verifyMac({ key, data, mac: data, method })],
      [`makeMac by ${algorithm}`, own, (key) => hsm.makeMac({ key, data, method })],
    ];
  }),
  [
    'decryptTrack2',
    ['terminal-track', 'terminal-track-sm4'],
    (key) => hsm.decryptTrack2({ key, packed: data, digits: 37 }),
  ],
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
];

for (const [place, permitted, call] of places) {
  test(`${place}: ${permitted.join(' and ')} only`, async () => {
    for (const role of KEY_ROLES) {
      if (permitted.includes(role)) await call(blockOf(role));
      else await assert.rejects(call(blockOf(role)), { code: 'TG_HSM_KEY_USAGE' }, `${place} with ${role}`);
    }
  });
}
