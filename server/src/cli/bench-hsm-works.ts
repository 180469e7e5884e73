// The works of `tillgate bench hsm`: each as the HSM's command does it, and as createCipheriv does it when it is called
// anew for every step. Both must give the same bytes before either is measured.

import { createCipheriv, createDecipheriv } from 'node:crypto';
import {
  bytesToHex,
  createTdes,
  decodePinBlockFormat0,
  encodePinBlockFormat0,
  encryptEcb,
  hexToBytes,
  keyBlockPaddingBytes,
  pinFromText,
  tdesDukptInitialKey,
  tdesDukptTransactionKey,
  tdesDukptWorkingKey,
  wrapKeyBlock,
} from '@tillgate/payment-crypto';
import { createCommands, LmkRing } from '../hsm/index.js';
import { systemClock } from '../kernel/clock.js';
import { assert } from '../kernel/fault.js';
import { systemRandom } from '../kernel/random.js';

export interface Contest {
  readonly work: string;
  own(): Uint8Array;
  /** By createCipheriv, a new one for each step. */
  perCall?(): Uint8Array;
}

const PAN = '6299990000001000011';
const SOURCE = hexToBytes('7AA1CB327C6B971651B9083D2670D676');
const TARGET = hexToBytes('61F13B4AC45B4FEC31268054DA08645D');
const KSN = hexToBytes('FFFF9876543210E00001');
const LAST_COUNTER = 4000;

export function contests(): readonly Contest[] {
  const lmk = systemRandom.bytes(32);
  const block = (key: Uint8Array, keyUsage: string, modeOfUse: string): string => {
    const header = { version: 'D', keyVersion: '00', exportability: 'N', optionalBlocks: [] } as const;
    const padding = systemRandom.bytes(keyBlockPaddingBytes('D', key.length));
    return wrapKeyBlock(lmk, { ...header, keyUsage, algorithm: 'T', modeOfUse }, key, padding);
  };
  const ciphers = { createTdes, clock: systemClock, random: systemRandom };
  const commands = createCommands({ lmks: LmkRing.of(lmk), ...ciphers });
  const to = block(TARGET, 'P0', 'E');
  return [
    translation(commands, block(SOURCE, 'P0', 'D'), to),
    retailMac(commands, block(SOURCE, 'M3', 'C')),
    dukptTranslation(commands, block(SOURCE, 'B0', 'X'), to),
  ];
}

type Commands = ReturnType<typeof createCommands>;

function translation(commands: Commands, from: string, to: string): Contest {
  const pinBlock = encryptEcb(createTdes(SOURCE), encodePinBlockFormat0(pinFromText('246810'), PAN));
  return {
    work: 'PIN translate, ISO-0 to ISO-0',
    own: () => bytesOf(commands.translatePin({ from, to, pinBlock, pan: PAN })),
    perCall() {
      const clear = createDecipheriv('des-ede3-ecb', tripled(SOURCE), null)
        .setAutoPadding(false)
        .update(pinBlock);
      decodePinBlockFormat0(Uint8Array.from(clear), PAN).fill(0);
      return createCipheriv('des-ede3-ecb', tripled(TARGET), null).setAutoPadding(false).update(clear);
    },
  };
}

function retailMac(commands: Commands, key: string): Contest {
  const data = Uint8Array.from({ length: 64 }, (_, at) => at);
  const method = { algorithm: 'x9.19', encoding: 'raw', letterCase: 'upper' } as const;
  const [first, second] = [SOURCE.subarray(0, 8), SOURCE.subarray(8)];
  const [one, other] = [Buffer.concat([first, first, first]), Buffer.concat([second, second, second])];
  const zero = new Uint8Array(8);
  return {
    work: 'X9.19 MAC over 64 bytes',
    own: () => commands.makeMac({ key, data, method }),
    perCall() {
      const chain = createCipheriv('des-ede3-cbc', one, zero).setAutoPadding(false).update(data).subarray(-8);
      const middle = createDecipheriv('des-ede3-ecb', other, null).setAutoPadding(false).update(chain);
      return createCipheriv('des-ede3-ecb', one, null).setAutoPadding(false).update(middle);
    },
  };
}

/** A terminal's transactions in order, each with the next counter. */
function dukptTranslation(commands: Commands, bdk: string, to: string): Contest {
  const initialKey = tdesDukptInitialKey(SOURCE, KSN);
  const transactions: Array<{ ksn: Uint8Array; pinBlock: Uint8Array }> = [];
  for (let counter = 1; counter <= LAST_COUNTER; counter += 1) {
    const ksn = KSN.slice();
    ksn[8] = counter >>> 8;
    ksn[9] = counter & 255;
    if (counter.toString(2).replaceAll('0', '').length > 10) continue;
    const cipher = createTdes(tdesDukptWorkingKey(tdesDukptTransactionKey(initialKey, ksn), 'pin'));
    const pinBlock = encryptEcb(cipher, encodePinBlockFormat0(pinFromText('246810'), PAN));
    transactions.push({ ksn, pinBlock });
  }
  let at = -1;
  return {
    work: 'TDES DUKPT PIN translate',
    own() {
      at = (at + 1) % transactions.length;
      const { ksn, pinBlock } = transactions[at]!;
      return bytesOf(commands.translateTdesDukptPin({ bdk, ksn, to, pinBlock, pan: PAN }));
    },
  };
}

/** Fails unless both ways of a work give the same. */
export function checkContest({ work, own, perCall }: Contest): void {
  const [ours, theirs] = [own(), perCall?.()];
  assert(!theirs || bytesToHex(ours) === bytesToHex(theirs), `both ways of ${work} give the same bytes`);
}

function bytesOf(answer: Uint8Array | 'undecodable'): Uint8Array {
  assert(answer !== 'undecodable', 'the block of the bench decodes');
  return answer;
}

function tripled(key: Uint8Array): Buffer {
  return Buffer.concat([key, key.subarray(0, 8)]);
}
