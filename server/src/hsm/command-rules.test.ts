// Goal: a key serves what the published table permits and nothing else.
// Method: every cell of command x key x format x usage x algorithm x mode of use is called for real, in process, with
// an authentic key block of that header, and held against docs/reference/hsm-commands.md.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createTdes, keyBlockPaddingBytes, wrapKeyBlock } from '@tillgate/payment-crypto';
import { systemClock } from '../kernel/clock.js';
import { Fault } from '../kernel/fault.js';
import { systemRandom } from '../kernel/random.js';
import {
  COMMAND_RULES,
  type KeyFormat,
  type KeySlot,
  PIN_BLOCK_FORMATS,
  type PinBlockFormat,
} from './command-rules.js';
import { createCommands } from './commands.js';
import { MAC_ALGORITHMS, type MacAlgorithm, SM4 } from './key-role.js';
import { LmkRing } from './lmk-ring.js';

/** Tables of ANSI X9.143: key usage, algorithm, mode of use. */
const USAGES = [
  ...['B0', 'B1', 'B2', 'C0', 'D0', 'D1', 'D2', 'D3', 'E0', 'E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7'],
  ...['I0', 'K0', 'K1', 'K2', 'K3', 'K4', 'M0', 'M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'P0', 'P1'],
  ...['S0', 'S1', 'S2', 'V0', 'V1', 'V2', 'V3', 'V4', 'V5'],
];
const ALGORITHMS = ['T', 'D', 'A', SM4, 'E', 'H', 'R'];
const MODES = ['B', 'C', 'D', 'E', 'G', 'N', 'S', 'T', 'V', 'X', 'Y'];
const FORMATS: readonly KeyFormat[] = [
  '-',
  ...PIN_BLOCK_FORMATS,
  ...MAC_ALGORITHMS,
  'visa-pvv',
  'ibm-3624',
  'sm4',
];
const PAGE = new URL('../../../docs/reference/hsm-commands.md', import.meta.url);

const pan = '6299990000001000011';
const data = new Uint8Array(19).fill(1);
const lmk = systemRandom.bytes(32);
let hours = 0;
const commands = createCommands({
  lmks: LmkRing.of(lmk),
  random: systemRandom,
  createTdes,
  // Every look at the clock is an hour after the last: limits on PIN checks have tests of their own.
  clock: { ...systemClock, now: () => (hours += 3_600_000) },
});

function blockOf(keyUsage: string, algorithm: string, modeOfUse: string): string {
  const key = Uint8Array.from({ length: { D: 8, E: 32 }[algorithm] ?? 16 }, (_, at) => 17 * at + 1);
  const header = { version: 'D', keyVersion: '00', exportability: 'N', optionalBlocks: [] } as const;
  const padding = systemRandom.bytes(keyBlockPaddingBytes('D', key.length));
  return wrapKeyBlock(lmk, { ...header, keyUsage, algorithm, modeOfUse }, key, padding);
}

const isMac = (format: KeyFormat): format is MacAlgorithm =>
  (MAC_ALGORITHMS as readonly string[]).includes(format);
const isPin = (format: KeyFormat): format is PinBlockFormat =>
  (PIN_BLOCK_FORMATS as readonly string[]).includes(format);
const methodOf = (algorithm: MacAlgorithm) => ({ algorithm, encoding: 'hex', letterCase: 'upper' }) as const;
const pinBlockOf = (format: PinBlockFormat) => new Uint8Array(format === '4' ? 16 : 8);
const pvv = { method: 'visa-pvv', pvki: 1, pvv: '1234' } as const;
const offset = { method: 'ibm-3624', offset: '1234', decimalisationTable: '0123456789012345' } as const;
const change = (of: PinBlockFormat) => ({ oldPinBlock: pinBlockOf(of), newPinBlock: pinBlockOf(of), pan });
const referenceOf = (format: KeyFormat) => ({ 'visa-pvv': pvv, 'ibm-3624': offset })[format as string];
const working = {
  ...({ cipher: 'tdes', macAlgorithm: 'cup-ecb' } as const),
  ...({ pinKeyBytes: 16, macKeyBytes: 16, withTrackKey: false } as const),
};
const ksn = Uint8Array.from([0xff, 0xff, 0x98, 0x76, 0x54, 0x32, 0x10, 0xe0, 0, 1]);
const wide = new Uint8Array(16);
const aesKsn = new Uint8Array(12).fill(1);
const cmac = { algorithm: 'cmac-aes', encoding: 'raw', letterCase: 'upper' } as const;
const chip = {
  ...({ option: 'A', pan, sequence: '01', version: 'visa-18', data } as const),
  ...{ atc: new Uint8Array(2), cryptogram: new Uint8Array(8) },
};
/** Of the hour that comes next; it opens to nothing. */
const sealedPin = () => ({ ephemeralKey: data, sealed: wide, nonce: wide, at: hours + 3_600_000 });
const zoneKey = { label: '', generation: 1, transport: blockOf('P0', 'T', 'D') };
const printed = { pan, expiry: '3012', serviceCode: '220' };
const good = {
  ...{ from: blockOf('P0', 'T', 'D'), to: blockOf('P0', 'T', 'E') },
  ...{ pvk: blockOf('V2', 'T', 'V'), bdk: blockOf('B0', 'T', 'X'), sm4: blockOf('P0', SM4, 'D') },
  pvkThatMakes: blockOf('V2', 'T', 'C'),
  pinEntry: blockOf('K3', 'E', 'X'),
  dukpt: { initialKey: blockOf('B1', 'A', 'X'), ksn: aesKsn },
};

/** The command with a key in that place; undefined where the command has no such format at all. */
const calls: Readonly<Record<KeySlot, (block: string, format: KeyFormat) => (() => unknown) | undefined>> = {
  'generateWorkingKeys.tmk': (tmk, format) => {
    if (format === 'sm4') {
      return () => commands.generateWorkingKeys({ ...working, cipher: 'sm4', macAlgorithm: 'cmac-sm4', tmk });
    }
    return format === '-' ? () => commands.generateWorkingKeys({ ...working, tmk }) : undefined;
  },
  'translateDukptPin.from': (initialKey, format) =>
    format === '-'
      ? () =>
          commands.translateDukptPin({ from: { initialKey, ksn: aesKsn }, to: good.to, pinBlock: wide, pan })
      : undefined,
  'translateDukptPin.to': (to, format) =>
    format === '-'
      ? () => commands.translateDukptPin({ from: good.dukpt, to, pinBlock: wide, pan })
      : undefined,
  'verifyDukptMac.key': (initialKey, format) =>
    format === '-'
      ? () => commands.verifyDukptMac({ key: { initialKey, ksn: aesKsn }, data, mac: data, method: cmac })
      : undefined,
  'makeDukptMac.key': (initialKey, format) =>
    format === '-'
      ? () => commands.makeDukptMac({ key: { initialKey, ksn: aesKsn }, data, method: cmac })
      : undefined,
  'translateSm4Pin.from': (from, format) =>
    format === '-' ? () => commands.translateSm4Pin({ from, to: good.to, pinBlock: wide, pan }) : undefined,
  'translateSm4Pin.to': (to, format) =>
    format === '-' ? () => commands.translateSm4Pin({ from: good.sm4, to, pinBlock: wide, pan }) : undefined,
  'verifyMac.key': (key, format) =>
    isMac(format) ? () => commands.verifyMac({ key, data, mac: data, method: methodOf(format) }) : undefined,
  'makeMac.key': (key, format) =>
    isMac(format) ? () => commands.makeMac({ key, data, method: methodOf(format) }) : undefined,
  'decryptTrack2.key': (key, format) =>
    format === '-' ? () => commands.decryptTrack2({ key, packed: data, digits: 37 }) : undefined,
  'translatePin.from': (from, format) =>
    isPin(format)
      ? () =>
          commands.translatePin({ from, to: good.to, pinBlock: pinBlockOf(format), pan, fromFormat: format })
      : undefined,
  'translatePin.to': (to, format) =>
    isPin(format)
      ? () => commands.translatePin({ from: good.from, to, pinBlock: pinBlockOf('0'), pan, toFormat: format })
      : undefined,
  'translateTdesDukptPin.bdk': (bdk, format) =>
    isPin(format)
      ? () =>
          commands.translateTdesDukptPin({
            ...{ bdk, ksn, to: good.to, pinBlock: pinBlockOf('0'), pan, fromFormat: format },
          })
      : undefined,
  'translateTdesDukptPin.to': (to, format) =>
    isPin(format)
      ? () =>
          commands.translateTdesDukptPin({
            ...{ bdk: good.bdk, ksn, to, pinBlock: pinBlockOf('0'), pan, toFormat: format },
          })
      : undefined,
  'verifyPin.zpk': (zpk, format) =>
    isPin(format)
      ? () =>
          commands.verifyPin({
            ...{ zpk, pvk: good.pvk, pinBlock: pinBlockOf(format), pan, reference: pvv, format },
          })
      : undefined,
  'verifyPin.pvk': (pvk, format) => {
    const reference = referenceOf(format);
    if (!reference) return undefined;
    return () => commands.verifyPin({ zpk: good.from, pvk, pinBlock: pinBlockOf('0'), pan, reference });
  },
  'changePin.zpk': (zpk, format) =>
    isPin(format)
      ? () => commands.changePin({ ...change(format), zpk, pvk: good.pvkThatMakes, reference: pvv, format })
      : undefined,
  'changePin.pvk': (pvk, format) => {
    const reference = referenceOf(format);
    return reference && (() => commands.changePin({ ...change('0'), zpk: good.from, pvk, reference }));
  },
  'setPin.key': (key, format) =>
    format === '-'
      ? () => commands.setPin({ ...sealedPin(), key, pvk: good.pvkThatMakes, pan, reference: pvv })
      : undefined,
  'setPin.pvk': (pvk, format) => {
    const reference = referenceOf(format);
    return reference && (() => commands.setPin({ ...sealedPin(), key: good.pinEntry, pvk, pan, reference }));
  },
  'makeZonePinKey.zoneMaster': (zoneMaster, format) =>
    format === '-' ? () => commands.makeZonePinKey({ zoneMaster, label: '', generation: 1 }) : undefined,
  'importZonePinKey.zoneMaster': (zoneMaster, format) =>
    format === '-'
      ? () => withAnyTransport(() => commands.importZonePinKey({ ...zoneKey, zoneMaster }))
      : undefined,
  'matchMac.keys': (key, format) =>
    format === '-'
      ? () => commands.matchMac({ keys: [key], inputs: [data], mac: data.subarray(0, 8), suppositions: [] })
      : undefined,
  'matchPinBlock.keys': (key, format) =>
    format === '-'
      ? () => commands.matchPinBlock({ keys: [key], pans: [pan], pinBlock: wide, suppositions: [] })
      : undefined,
  'verifyArqc.imk': (imk, format) =>
    format === '-' ? () => commands.verifyArqc({ ...chip, imk }) : undefined,
  'makeArpc.imk': (imk, format) =>
    format === '-'
      ? () => withoutRightCryptogram(() => commands.makeArpc({ ...chip, imk, arc: '00', approved: true }))
      : undefined,
  'makeCvv.cvk': (cvk, format) => (format === '-' ? () => commands.makeCvv({ ...printed, cvk }) : undefined),
  'verifyCvv.cvk': (cvk, format) =>
    format === '-' ? () => commands.verifyCvv({ ...printed, cvk, cvv: '123' }) : undefined,
};

/** What travels is opened, and found not to be authentic, only after the key has been let in. */
function withAnyTransport(take: () => unknown): unknown {
  try {
    return take();
  } catch (error) {
    if ((error as { code?: string }).code === 'TG_KEY_BLOCK_MAC') return undefined;
    throw error;
  }
}

/** A cryptogram that is wrong is refused only after the key has been let in. */
function withoutRightCryptogram(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof Fault && error.code === 'TG_HSM_CRYPTOGRAM') return undefined;
    throw error;
  }
}

/** `slot format usage/algorithm/mode` of each permitted cell, as the page prints them. */
function publishedCells(): Set<string> {
  const cells = new Set<string>();
  for (const line of readFileSync(PAGE, 'utf8').split('\n')) {
    const row = /^\| ([A-Za-z0-9]+) \| ([a-z]+) \| (\S+) \| (\S\S) \| (\S) \| (\S) \|$/i.exec(line);
    if (row) cells.add(`${row[1]}.${row[2]} ${row[3]} ${row[4]}/${row[5]}/${row[6]}`);
  }
  return cells;
}

test('every cell of command, format, usage, algorithm and mode is as published', () => {
  const published = publishedCells();
  const served = new Set<string>();
  let cells = 0;
  for (const usage of USAGES) {
    for (const algorithm of ALGORITHMS) {
      for (const mode of MODES) {
        const block = blockOf(usage, algorithm, mode);
        for (const slot of Object.keys(calls) as KeySlot[]) {
          for (const format of FORMATS) {
            const call = calls[slot](block, format);
            if (!call) continue;
            cells += 1;
            if (isServed(call)) served.add(`${slot} ${format} ${usage}/${algorithm}/${mode}`);
          }
        }
      }
    }
  }
  assert.equal(cells, USAGES.length * ALGORITHMS.length * MODES.length * 64);
  assert.deepEqual([...served].sort(), [...published].sort());
});

/** False when the table refused it; any other failure is a failure of this test. */
function isServed(call: () => unknown): boolean {
  try {
    call();
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === 'TG_HSM_KEY_USAGE') return false;
    throw error;
  }
}

test('only the search for a mistake takes keys of several trades, and of terminals alone', () => {
  for (const slot of ['matchMac.keys', 'matchPinBlock.keys'] as const) {
    for (const use of COMMAND_RULES[slot]['-'] ?? []) assert.match(use, /^(M[0136]|P0|D0|K0|B1)\/.\/[BCDX]$/);
  }
});

test('the table lends no key of one trade to another', () => {
  for (const [slot, formats] of Object.entries(COMMAND_RULES)) {
    if (slot.startsWith('match')) continue;
    for (const [format, uses] of Object.entries(formats)) {
      for (const use of uses) {
        const [usage = '', algorithm, mode = ''] = use.split('/');
        const where = `${slot} ${format} ${use}`;
        const isOfMessages = ['translateDukptPin.from', 'verifyDukptMac.key', 'makeDukptMac.key'].includes(
          slot,
        );
        assert.equal(isOfMessages, usage === 'B1', where);
        assert.equal(/Pin\.(from|to|zpk)$/.test(slot) && !isOfMessages, usage === 'P0', where);
        assert.equal(slot === 'decryptTrack2.key', usage.startsWith('D'), where);
        assert.equal(slot === 'generateWorkingKeys.tmk', usage === 'K0', where);
        assert.equal(slot.endsWith('.zoneMaster'), usage === 'K1', where);
        assert.equal(slot.endsWith('.imk'), usage === 'E0', where);
        assert.equal(slot.endsWith('.cvk'), usage === 'C0', where);
        if (slot === 'verifyMac.key') assert.notEqual(mode, 'G', where);
        if (slot === 'makeMac.key') assert.notEqual(mode, 'V', where);
        if (/Pin\./.test(slot)) assert.ok(!['1', '2'].includes(format), where);
        if (format === '4') assert.equal(algorithm, 'A', where);
      }
    }
  }
});
