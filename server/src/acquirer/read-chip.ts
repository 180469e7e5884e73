// The cryptogram that a chip sends with a payment (field 55), where the card's bank checks cryptograms. A payment
// without one is decided by what else it brings: terminals may read a chip card by its stripe or its number.

import { type Cryptogram, readCryptogram } from '@tillgate/emv';
import type { MessageKind } from '@tillgate/pos-protocol';
import { type Decidable, type Refusal, refuse } from './request.js';

/** Requests that a card has its bank asked; later messages about them repeat what the card said. */
export const ASKED_BY_CARD: ReadonlySet<MessageKind | undefined> = new Set([
  'purchase',
  'balance',
  'pre-authorization',
  'pin-change',
]);

export function readChip({ kind, envelope, issuer }: Decidable): Cryptogram | Refusal | undefined {
  const chipData = envelope.message.bytes(55);
  if (!chipData || issuer.imk_ac === null || !ASKED_BY_CARD.has(kind)) return undefined;
  const read = readCryptogram(chipData);
  return read && 'missing' in read
    ? refuse('message.format', { field: `55.${read.missing}`, offset: 0 })
    : read;
}
