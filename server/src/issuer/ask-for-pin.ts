// When a purchase without a PIN must have one. Contactless chip: above the merchant's limit, unless the
// holder was verified on the device. Contact, stripe and typed cards: always, unless the card signs instead.

import type { ReasonId } from '../kernel/reasons.js';
import type { CardRow, Figures } from '../store/index.js';
import type { PaymentAsk } from './payment-ask.js';

const SCANNED = '03';
const CONTACTLESS = new Set(['07', '91', '96', '98']);

export interface PinDemand {
  readonly reason: ReasonId;
  readonly figures: Figures;
}

/** Why this ask, which came without a PIN, needs one; undefined when it does not. */
export function askForPin(ask: PaymentAsk, card: CardRow): PinDemand | undefined {
  const reading = ask.entryMode.slice(0, 2);
  const figures = {
    amountMinor: ask.amountMinor,
    noPinLimitMinor: ask.noPinLimitMinor,
    entryMode: ask.entryMode,
  };
  // Whoever shows a payment code has unlocked the phone that makes it.
  if (reading === SCANNED) return undefined;
  if (ask.kind === 'balance') return { reason: 'cvm.entry-mode', figures };
  if (CONTACTLESS.has(reading)) {
    if (ask.amountMinor <= ask.noPinLimitMinor || ask.verifiedOnDevice) return undefined;
    return { reason: 'cvm.amount', figures };
  }
  if (card.signature_instead_of_pin) return undefined;
  return { reason: 'cvm.entry-mode', figures };
}

/** True for a read that leaves the receipt to be signed when no PIN was asked. */
export function needsSignature(ask: PaymentAsk, card: CardRow): boolean {
  return (
    ask.kind === 'purchase' &&
    ask.pin === undefined &&
    card.signature_instead_of_pin &&
    !CONTACTLESS.has(ask.entryMode.slice(0, 2))
  );
}
