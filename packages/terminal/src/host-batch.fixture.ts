// The host fixture's end of the day and its downloads: totals from its own books, uploads kept as they came, lists
// of keys and applications in parts. Written from the protocol.

import { type Message, toHex } from '@tillgate/iso8583';
import {
  type ClassTotals,
  formatAids,
  formatCaPublicKey,
  formatChipApplication,
  formatF48Totals,
  formatF62Parameters,
  formatF62Part,
  formatKeyNames,
  type MessageKind,
  parseAids,
  parseF48Totals,
  parseF62Query,
  parseKeyNames,
  type SettlementTotals,
  type TerminalParameters,
} from '@tillgate/pos-protocol';

export interface Booking {
  readonly kind: MessageKind;
  amountMinor: number;
  reversed: boolean;
}

const debitKinds: readonly string[] = [
  'purchase',
  'qr-sale',
  'completion',
  'completion-advice',
  'offline-sale',
];
const creditKinds: readonly string[] = ['void', 'completion-void', 'refund'];

/** All cards of the fixture are domestic. */
export function totalsOfBooks(books: ReadonlyMap<string, Booking>): SettlementTotals {
  const side = (kinds: readonly string[]): ClassTotals['debit'] => {
    const counted = [...books.values()].filter(({ kind, reversed }) => !reversed && kinds.includes(kind));
    return { amountMinor: counted.reduce((sum, one) => sum + one.amountMinor, 0), count: counted.length };
  };
  const none = { amountMinor: 0, count: 0 };
  return {
    domestic: { debit: side(debitKinds), credit: side(creditKinds) },
    foreign: { debit: none, credit: none },
  };
}

/** F48 of the answer: the host's own totals, and how each class compares. */
export function comparedTotals(request: Message, own: SettlementTotals): string {
  const told = parseF48Totals(request.text(48) ?? '')!.totals;
  const compare = (one: ClassTotals, other: ClassTotals) =>
    JSON.stringify(one) === JSON.stringify(other) ? 'equal' : 'unequal';
  return formatF48Totals(own, {
    domestic: compare(told.domestic, own.domestic),
    foreign: compare(told.foreign!, own.foreign!),
  });
}

const names = ['08', '09', '0B'].map((index) => ({ rid: 'A000000333', index }));
const aids = ['A000000333010101', 'A000000333010102'];

/** F62 of an answer about keys or applications; undefined for a message that has none. */
export function downloadAnswer(kind: MessageKind, request: Message): Uint8Array | undefined {
  const asked = request.bytes(62) ?? new Uint8Array(0);
  switch (kind) {
    case 'public-key-query':
      return listPart(
        names.map((name) => formatKeyNames([name])),
        asked,
      );
    case 'chip-application-query':
      return listPart(
        aids.map((aid) => formatAids([aid])),
        asked,
      );
    case 'public-key-download': {
      const [name] = parseKeyNames(asked)!;
      const objects = new Map([['DF02', new Uint8Array(128).fill(Number.parseInt(name!.index, 16))]]);
      return formatF62Part({ progress: 'complete', objects: formatCaPublicKey({ ...name!, objects }) });
    }
    case 'chip-application-download': {
      const [aid] = parseAids(asked)!;
      const objects = new Map([['9F1B', new Uint8Array(4)]]);
      return formatF62Part({ progress: 'complete', objects: formatChipApplication({ aid: aid!, objects }) });
    }
    default:
      return undefined;
  }
}

/** Two entries in a message, so that a list of three takes two. */
function listPart(entries: readonly Uint8Array[], asked: Uint8Array): Uint8Array {
  const received = parseF62Query(asked)!;
  const objects = Uint8Array.from(entries.slice(received, received + 2).flatMap((entry) => [...entry]));
  return formatF62Part({ progress: received + 2 < entries.length ? 'more' : 'complete', objects });
}

const downloadedParameters: TerminalParameters = {
  ...{ answerTimeoutSeconds: '30', tipsAllowed: '0', merchantName: '晨光二店' },
};

export function parametersAnswer(): Uint8Array {
  return formatF62Parameters(downloadedParameters);
}

/** What an upload brought, without what differs between a message and its repetition. */
export function uploadKey(request: Message): string {
  const control = request.text(60)!.slice(8);
  const content = [3, 4, 11, 37, 48, 61].map((field) => request.text(field) ?? '').join('/');
  return `${request.mti} ${control} ${content} ${toHex(request.bytes(55) ?? new Uint8Array(0))}`;
}
