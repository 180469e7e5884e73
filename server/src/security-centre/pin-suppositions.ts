// What may have happened when a PIN block does not decode, as a list to be tried in the HSM (protocol section 12).
// The first entry is what the message says of itself; each other differs from it in one thing.

import type { KeySupposition, PinBlockMatch, PinSupposition, SupposedFormat } from '../hsm/index.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { Figures } from '../store/index.js';
import { countersBefore } from './counters-before.js';
import { KeyShelf } from './key-shelf.js';
import { isoTime, type KeyHolder, keySetsOf, ownKeysOf } from './key-suspects.js';
import type { Supposed } from './named-cause.js';
import type { RefusedMessage, RefusedPin } from './refused-message.js';

export interface PinSearch {
  readonly command: PinBlockMatch;
  readonly supposed: readonly Supposed<PinSupposition>[];
}

/**
 * How likely sixteen random nibbles are a PIN of 4 to 12 digits in that format: the control byte 1 in 256 for each
 * length, each digit 10 in 16, each fill nibble 1 in 16 (format 1: any; format 3: 6 in 16).
 */
const ACCIDENT: Readonly<Record<SupposedFormat, number>> = {
  '0': 6.1e-8,
  '1': 1.6e-3,
  '2': 6.1e-8,
  '3': 4.9e-6,
  '4': 1e-7,
  unionpay: 1e-20,
};

const USUAL = {
  tdes: { format: '0', cipher: 'tdes' },
  sm4: { format: 'unionpay', cipher: 'sm4' },
  'aes-dukpt': { format: '4', cipher: 'aes' },
} as const;

/** Formats that fit into a block as long, and are not the usual one. */
const OTHER_FORMATS = { tdes: ['2', '3', '1'], sm4: ['4'], 'aes-dukpt': ['unionpay'] } as const;

class PinList {
  readonly shelf: KeyShelf = new KeyShelf();
  readonly pans: string[] = [];
  readonly supposed: Supposed<PinSupposition>[] = [];
  readonly #usual: (typeof USUAL)[keyof typeof USUAL];

  constructor({ profile }: RefusedMessage, pan: string) {
    this.#usual = USUAL[profile.keyScheme];
    this.pans.push(pan);
  }

  add(
    cause: ReasonId,
    key: KeySupposition,
    figures: Figures,
    other: { readonly format?: SupposedFormat; readonly pan?: string } = {},
  ): void {
    const { format, cipher } = { ...this.#usual, ...(other.format && { format: other.format }) };
    const tried = { ...key, pan: this.#place(other.pan ?? this.pans[0] ?? ''), format, cipher };
    this.supposed.push({ cause, figures, tried, accident: ACCIDENT[format] });
  }

  key(block: string): KeySupposition {
    return { key: this.shelf.place(block), taken: 'whole' };
  }

  search(pinBlock: Uint8Array): PinSearch {
    const { shelf, pans, supposed } = this;
    const suppositions = supposed.map(({ tried }) => tried);
    return { command: { keys: shelf.blocks, pans, pinBlock, suppositions }, supposed };
  }

  #place(pan: string): number {
    const at = this.pans.indexOf(pan);
    return at >= 0 ? at : this.pans.push(pan) - 1;
  }
}

/** @param otherPan of field 35 where field 2 named another */
export function pinSearch(message: RefusedMessage, pin: RefusedPin, otherPan: string | undefined): PinSearch {
  const list = new PinList(message, pin.pan.reveal());
  const isOwn = message.profile.keyScheme === 'aes-dukpt';
  const right = isOwn ? ownKeyOf(list, message, pin) : workingKeyOf(list, pin);
  if (!right) return list.search(pin.pinBlock);
  list.add('pin.unknown', right, {});
  if (otherPan !== undefined) list.add('pin.other-pan', right, { field: 35 }, { pan: otherPan });
  if (isOwn) addOwnKeys(list, message, right);
  else addWorkingKeys(list, message, pin, right);
  addFormats(list, message, pin, right);
  return list.search(pin.pinBlock);
}

export function pinSearchElsewhere(
  message: RefusedMessage,
  pin: RefusedPin,
  others: readonly KeyHolder[],
): PinSearch {
  const list = new PinList(message, pin.pan.reveal());
  for (const other of others) {
    const figures = { otherTerminal: other.terminal_id };
    if (message.profile.keyScheme === 'aes-dukpt') {
      for (const block of ownKeysOf(other)) {
        const key = { ...list.key(block), taken: 'message-pin', ksn: message.ksn?.bytes } as const;
        list.add('pin.other-terminal', key, { ...figures, kcv: other.tmk_kcv });
      }
      continue;
    }
    for (const { keys } of keySetsOf(other)) {
      list.add('pin.other-terminal', list.key(keys.pinKey.block), { ...figures, kcv: keys.pinKey.kcv });
    }
  }
  return list.search(pin.pinBlock);
}

function workingKeyOf(list: PinList, { working }: RefusedPin): KeySupposition | undefined {
  return working && list.key(working.pinKey.block);
}

function ownKeyOf(
  list: PinList,
  { terminal, ksn }: RefusedMessage,
  pin: RefusedPin,
): KeySupposition | undefined {
  const block = pin.isNextOwnKey ? terminal.next_own_key?.block : terminal.tmk;
  return ksn && block ? { ...list.key(block), taken: 'message-pin', ksn: ksn.bytes } : undefined;
}

function addWorkingKeys(
  list: PinList,
  { terminal, profile }: RefusedMessage,
  { working }: RefusedPin,
  right: KeySupposition,
): void {
  if (!working) return;
  const { kcv } = working.pinKey;
  for (const { keys } of keySetsOf(terminal)) {
    if (keys.createdAt === working.createdAt) continue;
    const cause = keys.createdAt < working.createdAt ? 'pin.previous-key' : 'pin.next-key';
    list.add(cause, list.key(keys.pinKey.block), {
      kcv: keys.pinKey.kcv,
      handedOut: isoTime(keys.createdAt),
    });
  }
  list.add('pin.mac-key', list.key(working.macKey.block), { kcv: working.macKey.kcv });
  if (working.trackKey)
    list.add('pin.track-key', list.key(working.trackKey.block), { kcv: working.trackKey.kcv });
  for (const own of ownKeysOf(terminal)) {
    list.add('pin.tmk', list.key(own), { kcv: terminal.tmk_kcv });
    list.add(
      'pin.key-encrypted',
      { ...right, taken: 'as-handed-out', under: list.shelf.place(own) },
      { kcv },
    );
  }
  if (profile.keyScheme === 'tdes' && working.singleLength !== true) {
    list.add('pin.half-key', { ...right, taken: 'first-half' }, { kcv, half: 1 });
    list.add('pin.half-key', { ...right, taken: 'second-half' }, { kcv, half: 2 });
    list.add('pin.swapped-halves', { ...right, taken: 'halves-swapped' }, { kcv });
  }
  list.add('pin.clear', { ...right, taken: 'none' }, {});
}

function addOwnKeys(list: PinList, { terminal, ksn }: RefusedMessage, right: KeySupposition): void {
  const { tmk_kcv: kcv, ksn_counter: spent } = terminal;
  list.add('pin.mac-key', { ...right, taken: 'message-mac' }, { kcv });
  list.add('pin.tmk', { ...right, taken: 'whole' }, { kcv });
  for (const { counter, bytes } of ksn ? countersBefore(ksn, spent) : []) {
    list.add('pin.previous-key', { ...right, ksn: bytes }, { kcv, earlier: counter });
  }
}

/** Another format, or the right one with other digits of the PAN. The likeliest to fit by accident comes last. */
function addFormats(
  list: PinList,
  { profile }: RefusedMessage,
  { pan }: RefusedPin,
  right: KeySupposition,
): void {
  const digits = pan.reveal();
  const shifted: ReadonlyArray<readonly [format: string, pan: string]> =
    profile.keyScheme === 'aes-dukpt'
      ? [['4, PAN without its check digit', digits.slice(0, -1)]]
      : [
          ['PAN digits with the check digit', `${digits}0`.slice(-19)],
          ['the first PAN digits', `${digits.slice(0, 12)}0`],
          ['PAN digits all zero', '0'.repeat(13)],
        ];
  for (const [format, other] of shifted) {
    if (/^[0-9]{13,19}$/.test(other)) list.add('pin.format', right, { format }, { pan: other });
  }
  for (const format of OTHER_FORMATS[profile.keyScheme])
    list.add('pin.format', right, { format }, { format });
}
