// The parts of a batch upload as a table: which vouchers, how many in a message, under which 60.3, with which
// fields (docs/dialect-details.md).

import { fromHex, type Message } from '@tillgate/iso8583';
import { DETAILS_PER_MESSAGE, formatF48Details } from '@tillgate/pos-protocol';
import type { SettlementStep } from './settlement-progress.js';
import { isDeclinedByChip, sideOf, type Voucher } from './voucher.js';

export type UploadStep = Extract<
  SettlementStep,
  'offline-stripe' | 'offline-chip' | 'online-details' | 'told' | 'chip-approved' | 'chip-declined'
>;

interface UploadPart {
  /** 60.3. */
  readonly networkCode: { readonly equal: string; readonly unequal: string };
  readonly itemsPerMessage: number;
  readonly has: (voucher: Voucher) => boolean;
  /** Puts the items into a message that has its trace, F41, F42 and F60. */
  readonly fill: (message: Message, items: readonly Voucher[]) => Message;
}

const toldKinds: readonly string[] = ['refund', 'completion-advice', 'adjustment', 'tip'];

const isOffline = ({ kind, answerCode }: Voucher): boolean =>
  kind === 'offline-sale' && !isDeclinedByChip(answerCode);
const isTold = ({ kind }: Voucher): boolean => toldKinds.includes(kind);
const isOnline = (voucher: Voucher): boolean =>
  sideOf(voucher) !== undefined && voucher.kind !== 'offline-sale' && !isTold(voucher);
const hasChip = ({ chipData }: Voucher): boolean => chipData !== undefined;

const always201 = { equal: '201', unequal: '201' };

export const uploadParts: Readonly<Record<UploadStep, UploadPart>> = {
  'offline-stripe': {
    ...{ networkCode: always201, itemsPerMessage: 1, has: (one) => isOffline(one) && !hasChip(one) },
    fill: (message, [item]) => repeat(message, item!, [2, 3, 4, 14, 22, 25, 38, 49]),
  },
  'offline-chip': {
    ...{ networkCode: always201, itemsPerMessage: 1, has: (one) => isOffline(one) && hasChip(one) },
    fill: (message, [item]) => withChip(repeat(message, item!, [2, 3, 4, 14, 22, 23, 25, 38, 49]), item!),
  },
  'online-details': {
    ...{ networkCode: always201, itemsPerMessage: DETAILS_PER_MESSAGE, has: isOnline },
    fill: (message, items) =>
      message.set(48, formatF48Details(items.map((item) => ({ ...item, pan: item.fields[2] ?? '' })))),
  },
  told: {
    ...{ networkCode: always201, itemsPerMessage: 1, has: isTold },
    fill: (message, [item]) => repeat(message, item!, [2, 3, 4, 14, 22, 25, 37, 38, 49, 61]),
  },
  'chip-approved': {
    networkCode: { equal: '203', unequal: '205' },
    itemsPerMessage: 1,
    has: (one) => hasChip(one) && isOnline(one),
    fill: (message, [item]) => {
      repeat(message, item!, [2, 4, 22, 23]);
      return withChip(item!.rrn === '' ? message : message.set(37, item!.rrn), item!);
    },
  },
  'chip-declined': {
    networkCode: { equal: '204', unequal: '206' },
    itemsPerMessage: 1,
    has: ({ answerCode }) => isDeclinedByChip(answerCode),
    fill: (message, [item]) => withChip(repeat(message, item!, [2, 4, 22, 23]), item!),
  },
};

/** The item's own trace, and the fields that it was sent with. */
function repeat(message: Message, { trace, fields }: Voucher, numbers: readonly number[]): Message {
  for (const number of numbers) {
    const value = fields[number];
    if (value !== undefined) message.set(number, value);
  }
  return message.set(11, trace);
}

function withChip(message: Message, { chipData }: Voucher): Message {
  const chipBytes = fromHex(chipData ?? '');
  return chipBytes === undefined ? message : message.set(55, chipBytes);
}
