// What may have happened when a MAC is wrong, as a list to be tried in the HSM: each entry differs from a right
// message in one thing (protocol section 12). The order is that of likelihood.

import { macMethodOf } from '@tillgate/pos-protocol';
import type { KeySupposition, MacMatch, MacMethod, MacSupposition } from '../hsm/index.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { Figures } from '../store/index.js';
import { countersBefore } from './counters-before.js';
import { KeyShelf } from './key-shelf.js';
import { isoTime, type KeyHolder, keySetsOf, ownKeysOf } from './key-suspects.js';
import { type MacRange, macRanges } from './mac-ranges.js';
import type { Supposed } from './named-cause.js';
import type { RefusedMessage } from './refused-message.js';

export interface MacSearch {
  readonly command: MacMatch;
  readonly supposed: readonly Supposed<MacSupposition>[];
}

type Key = KeySupposition & { readonly kcv: string };

/** As field 64 has it: eight bytes, or eight characters of four. */
const ACCIDENT = { raw: 2 ** -64, hex: 2 ** -32 } as const;

const OTHER_ALGORITHMS: readonly (readonly [MacMethod['algorithm'], ReasonId])[] = [
  ['cup-ecb', 'mac.algorithm-cup-ecb'],
  ['x9.9', 'mac.algorithm-x9.9'],
  ['x9.19', 'mac.algorithm-x9.19'],
  ['cmac-aes', 'mac.algorithm-cmac-aes'],
  ['cmac-sm4', 'mac.algorithm-cmac-sm4'],
];

/** That MAC adds up the message in blocks of 64 bits: any change of that one bit in any block looks the same. */
const ONE_BIT_OF_64: number = 1 / 64;

/** Collects one search; every list of what to try adds to it. */
class MacList {
  readonly shelf: KeyShelf = new KeyShelf();
  readonly supposed: Supposed<MacSupposition>[] = [];
  readonly ranges: readonly MacRange[];
  readonly method: MacMethod;

  constructor(message: RefusedMessage) {
    this.ranges = macRanges(message);
    this.method = macMethodOf(message.profile);
  }

  add(
    cause: ReasonId,
    key: KeySupposition,
    figures: Figures,
    method: MacMethod = this.method,
    input = 0,
  ): void {
    const tried = { ...key, input, method };
    this.supposed.push({ cause, figures, tried, accident: ACCIDENT[method.encoding] });
  }

  /** Of what was added last, where it is likelier than the length of field 64 says. */
  accident(accident: number): void {
    const last = this.supposed.pop();
    if (last) this.supposed.push({ ...last, accident });
  }

  key(block: string, kcv: string): Key {
    return { key: this.shelf.place(block), taken: 'whole', kcv };
  }

  search(mac: Uint8Array): MacSearch {
    const { shelf, supposed, ranges } = this;
    return {
      command: {
        ...{ keys: shelf.blocks, mac, inputs: ranges.map(({ bytes }) => bytes) },
        suppositions: supposed.map(({ tried }) => tried),
      },
      supposed,
    };
  }
}

/** Keys of the terminal itself. */
export function macSearch(message: RefusedMessage): MacSearch {
  const list = new MacList(message);
  if (message.profile.keyScheme === 'aes-dukpt') addOwnKeys(list, message);
  else addWorkingKeys(list, message);
  return list.search(message.mac);
}

/** Keys of other terminals: tried only when none of its own fits. */
export function macSearchElsewhere(message: RefusedMessage, others: readonly KeyHolder[]): MacSearch {
  const list = new MacList(message);
  for (const other of others) {
    const figures = { otherTerminal: other.terminal_id };
    if (message.profile.keyScheme === 'aes-dukpt') {
      for (const block of ownKeysOf(other)) {
        const key = { ...list.key(block, ''), taken: 'message-mac', ksn: message.ksn?.bytes } as const;
        list.add('mac.other-terminal', key, { ...figures, kcv: other.tmk_kcv });
      }
      continue;
    }
    for (const { keys } of keySetsOf(other)) {
      const { block, kcv } = keys.macKey;
      list.add('mac.other-terminal', list.key(block, kcv), { ...figures, kcv });
    }
  }
  return list.search(message.mac);
}

function addWorkingKeys(list: MacList, { profile, terminal }: RefusedMessage): void {
  const sets = keySetsOf(terminal);
  for (const { age, keys } of sets) {
    const key = list.key(keys.macKey.block, keys.macKey.kcv);
    const { kcv } = keys.macKey;
    if (age === 'previous') list.add('mac.previous-key', key, { kcv, handedOut: isoTime(keys.createdAt) });
  }
  for (const { age, keys } of sets) {
    if (age === 'previous') continue;
    const key = list.key(keys.macKey.block, keys.macKey.kcv);
    addMethods(list, key);
    addRanges(list, key);
    const isSingle = profile.macKeyLength === 'single' || keys.singleLength === true;
    if (isSingle) list.add('mac.padded-key', { ...key, taken: 'zero-filled' }, { kcv: key.kcv });
    else addHalves(list, key);
    for (const own of ownKeysOf(terminal)) {
      const under = list.shelf.place(own);
      if (isSingle) list.add('mac.padded-key', { ...key, taken: 'slot-decrypted', under }, { kcv: key.kcv });
      list.add('mac.key-encrypted', { ...key, taken: 'as-handed-out', under }, { kcv: key.kcv });
    }
    const { pinKey, trackKey } = keys;
    list.add('mac.pin-key', list.key(pinKey.block, pinKey.kcv), { kcv: pinKey.kcv });
    if (trackKey) list.add('mac.track-key', list.key(trackKey.block, trackKey.kcv), { kcv: trackKey.kcv });
  }
  for (const own of ownKeysOf(terminal)) {
    list.add('mac.tmk', list.key(own, terminal.tmk_kcv), { kcv: terminal.tmk_kcv });
  }
}

function addOwnKeys(list: MacList, { terminal, ksn }: RefusedMessage): void {
  if (!ksn) return;
  for (const block of ownKeysOf(terminal)) {
    const own = list.key(block, terminal.tmk_kcv);
    const key: Key = { ...own, taken: 'message-mac', ksn: ksn.bytes };
    const { counter } = ksn;
    addMethods(list, key);
    addRanges(list, key);
    list.add('mac.direction', { ...key, taken: 'message-answer-mac' }, { counter });
    list.add('mac.pin-key', { ...key, taken: 'message-pin' }, { kcv: own.kcv, counter });
    list.add('mac.tmk', own, { kcv: own.kcv });
    for (const earlier of countersBefore(ksn, terminal.ksn_counter)) {
      const figures = { kcv: own.kcv, counter, earlier: earlier.counter };
      list.add('mac.previous-key', { ...key, ksn: earlier.bytes }, figures);
    }
  }
}

/** The same bytes and key, another algorithm or another way to write the result. */
function addMethods(list: MacList, key: Key): void {
  const { algorithm, encoding, letterCase } = list.method;
  const { kcv } = key;
  const otherCase = letterCase === 'upper' ? 'lower' : 'upper';
  const caseCause = otherCase === 'lower' ? 'mac.lower-case' : 'mac.upper-case';
  list.add(caseCause, key, { kcv }, { ...list.method, letterCase: otherCase });
  const otherEncoding = encoding === 'hex' ? 'raw' : 'hex';
  for (const one of ['upper', 'lower'] as const) {
    const method = { algorithm, encoding: otherEncoding, letterCase: one } as const;
    list.add('mac.encoding', key, { kcv, encoding: otherEncoding }, method);
  }
  for (const [other, cause] of OTHER_ALGORITHMS) {
    if (other === algorithm) continue;
    for (const written of other === 'cup-ecb' ? [...WRITINGS, RAW_LOWER] : WRITINGS) {
      list.add(cause, key, { kcv }, { algorithm: other, ...written });
      // What X9.9 was made for: single DES, under the first half.
      if (other === 'x9.9' && key.taken === 'whole') {
        list.add(cause, { ...key, taken: 'first-half' }, { kcv }, { algorithm: other, ...written });
      }
    }
  }
}

const WRITINGS = [
  { encoding: 'hex', letterCase: 'upper' },
  { encoding: 'hex', letterCase: 'lower' },
  { encoding: 'raw', letterCase: 'upper' },
] as const satisfies readonly Omit<MacMethod, 'algorithm'>[];

/** Letters matter inside that computation too. */
const RAW_LOWER = { encoding: 'raw', letterCase: 'lower' } as const;

function addRanges(list: MacList, key: Key): void {
  list.ranges.forEach(({ cause, range }, input) => {
    if (cause) list.add(cause, key, { kcv: key.kcv, range }, list.method, input);
    if (cause === 'mac.range-bitmap' && list.method.algorithm === 'cup-ecb') list.accident(ONE_BIT_OF_64);
  });
}

/** DES keys only: the halves of another cipher's key are no keys. X9.19 under one half is X9.9. */
function addHalves(list: MacList, key: Key): void {
  if (list.method.algorithm.startsWith('cmac')) return;
  const { algorithm } = list.method;
  const method = { ...list.method, algorithm: algorithm === 'x9.19' ? 'x9.9' : algorithm } as const;
  const { kcv } = key;
  list.add('mac.half-key', { ...key, taken: 'first-half' }, { kcv, half: 1 }, method);
  list.add('mac.half-key', { ...key, taken: 'second-half' }, { kcv, half: 2 }, method);
  list.add('mac.swapped-halves', { ...key, taken: 'halves-swapped' }, { kcv });
}
