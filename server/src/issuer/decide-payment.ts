// The issuer's decision on one payment over the card as it is locked: pure, in the order a bank asks.
// Card, expiry, cryptogram, PIN, limits, funds; the first that fails is the reason, with the figures it was made of.

import { assert } from '../kernel/fault.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { CardRow, Figures } from '../store/index.js';
import { askForPin, needsSignature } from './ask-for-pin.js';
import type { IssuerDecision, PaymentAsk, PinResult } from './payment-ask.js';

/** Wrong PINs in a row that lock it. */
const PIN_TRIES = 3;

const REASON_OF_STATUS: Readonly<Record<CardRow['status'], ReasonId | undefined>> = {
  active: undefined,
  inactive: 'card.inactive',
  frozen: 'card.frozen',
  lost: 'card.lost',
  stolen: 'card.stolen',
};

export function decidePayment(ask: PaymentAsk, card: CardRow): IssuerDecision {
  const status = REASON_OF_STATUS[card.status];
  if (status) return decline(card, status, {});
  // YYMM; a card is good through the last day of its month (ISO/IEC 7813).
  if (card.expiry < ask.localDate.slice(2, 6)) return decline(card, 'card.expired', { expiry: card.expiry });
  const proved = checkCounter(ask, card);
  if ('reason' in proved) return proved;
  const checked = checkPin(ask, proved.card);
  if ('reason' in checked) return checked;
  if (ask.kind === 'balance') {
    return {
      approved: true,
      reason: 'approved',
      figures: { availableMinor: card.available_minor },
      card: checked.card,
    };
  }
  return checkMoney(ask, checked.card);
}

/**
 * The counter of a right cryptogram goes up with each, whatever else becomes of the payment: the same one again, or
 * an older one, is a replay. One that was answered 70 comes once more with the PIN, as the same presentation.
 */
function checkCounter(ask: PaymentAsk, card: CardRow): IssuerDecision | { readonly card: CardRow } {
  const { cryptogram, resumes } = ask;
  if (!cryptogram) return { card };
  if (cryptogram.refused) return decline(card, cryptogram.refused.reason, cryptogram.refused.figures);
  const { atc } = cryptogram;
  const isOpen = resumes === true && card.atc_open && atc === card.highest_atc;
  if (atc <= card.highest_atc && !isOpen) {
    return decline(card, 'arqc.replay', { atc, highestAtc: card.highest_atc });
  }
  return { card: { ...card, highest_atc: atc, atc_open: false } };
}

function checkPin(ask: PaymentAsk, card: CardRow): IssuerDecision | { readonly card: CardRow } {
  if (ask.pin === undefined) {
    const demand = askForPin(ask, card);
    if (demand === undefined) return { card };
    if (!card.online_pin) return decline(card, 'pin.not-enabled', demand.figures);
    const open = { ...card, atc_open: ask.cryptogram !== undefined };
    return decline(open, demand.reason, demand.figures);
  }
  if (!card.online_pin) {
    return decline(card, 'pin.not-enabled', { noPinLimitMinor: ask.noPinLimitMinor });
  }
  return decidePin(ask.pin, card);
}

/**
 * What a PIN that came makes of the card and its tries, wherever it came: tries are counted before the
 * comparison counts for anything, and a locked card learns nothing from it.
 */
export function decidePin(
  pin: NonNullable<PinResult>,
  card: CardRow,
): IssuerDecision | { readonly card: CardRow } {
  if (card.pin_tries >= PIN_TRIES) return decline(card, 'pin.locked', { tries: card.pin_tries });
  if (pin === 'undecodable') return decline(card, 'pin.unknown', {});
  if (pin === 'mismatch') {
    const tries = card.pin_tries + 1;
    const counted = { ...card, pin_tries: tries };
    if (tries >= PIN_TRIES) return decline(counted, 'pin.locked', { tries });
    return decline(counted, 'pin.wrong', { tries, triesLeft: PIN_TRIES - tries });
  }
  return { card: card.pin_tries === 0 ? card : { ...card, pin_tries: 0 } };
}

function checkMoney(ask: PaymentAsk, card: CardRow): IssuerDecision {
  const { amountMinor, localDate } = ask;
  assert(amountMinor > 0, 'a purchase has an amount');
  const spent = card.day === localDate ? card.day_spent_minor : 0;
  const count = card.day === localDate ? card.day_count : 0;
  if (amountMinor > card.per_transaction_minor) {
    const limitMinor = card.per_transaction_minor;
    return decline(card, 'limit.amount', {
      which: 'per-transaction',
      limitMinor,
      usedMinor: 0,
      amountMinor,
      wouldPassMinor: limitMinor,
    });
  }
  if (spent + amountMinor > card.daily_minor) {
    return decline(card, 'limit.amount', {
      which: 'daily',
      limitMinor: card.daily_minor,
      usedMinor: spent,
      amountMinor,
      wouldPassMinor: card.daily_minor - spent,
    });
  }
  if (count >= card.daily_count) {
    return decline(card, 'limit.count', { usedCount: count, limitCount: card.daily_count });
  }
  if (amountMinor > card.available_minor) {
    return decline(card, 'funds.insufficient', { amountMinor, availableMinor: card.available_minor });
  }
  return {
    approved: true,
    reason: needsSignature(ask, card) ? 'approved.with-signature' : 'approved',
    figures: { amountMinor },
    // The money itself goes by the movement that the acquirer posts.
    card: {
      ...card,
      day: localDate,
      day_spent_minor: spent + amountMinor,
      day_count: count + 1,
    },
  };
}

/** Gives an undone payment's place in the limits of its day back; the money goes by its movement. */
export function forgetInLimits(card: CardRow, amountMinor: number, paidOn: string): CardRow {
  if (card.day !== paidOn) return card;
  return {
    ...card,
    day_spent_minor: Math.max(0, card.day_spent_minor - amountMinor),
    day_count: Math.max(0, card.day_count - 1),
  };
}

function decline(card: CardRow, reason: ReasonId, figures: Figures): IssuerDecision {
  return { approved: false, reason, figures, card };
}
