// The issuer's decision on one payment over the card as it is locked: pure, in the order a bank asks.
// Card, expired or not, cryptogram, PIN, the expiry it gave, limits, funds; the first that fails is the reason, with
// the figures it was made of.

import { assert } from '../kernel/fault.js';
import type { AmountMinor } from '../kernel/money.js';
import type { CardRow, CvmPolicy, Figures } from '../store/index.js';
import { leftUnverified, signs } from './ask-for-pin.js';
import { checkCard } from './check-card.js';
import { type Case, counterfactual } from './counterfactual.js';
import { demandOf, withoutPhoneMinor } from './holder-demand.js';
import { checkHolderRules } from './holder-rules.js';
import {
  decline,
  FALLBACK,
  type IssuerDecision,
  isContactless,
  type PaymentAsk,
  type PinResult,
  readingOf,
  SCANNED,
} from './payment-ask.js';
import { afterPayment, afterRightPin, isUnverified } from './unverified-use.js';

/** Wrong PINs in a row that lock it. */
export const PIN_TRIES = 3;

/** Decides, and says of a demand or a decline what would have made the difference, where that is known. */
export function decidePayment(ask: PaymentAsk, card: CardRow, policy: CvmPolicy): IssuerDecision {
  const decision = decide({ ask, card, policy });
  if (decision.rung === 'approved') return decision;
  const [mostMinor, passes] =
    decision.rung === 'declined'
      ? [mostMinorOf(ask, card), (changed: Case) => decide(changed).rung === 'approved']
      : [withoutPhoneMinor(ask, card), (changed: Case) => demandOf(changed) === undefined];
  const figures = counterfactual({ ask, card, policy }, mostMinor, passes);
  return { ...decision, figures: { ...decision.figures, ...figures } };
}

function decide({ ask, card, policy }: Case): IssuerDecision {
  const proved = checkCard(ask, card);
  if ('reason' in proved) return proved;
  if (readingOf(ask) === FALLBACK && policy.rules.fallback === 'refuse') {
    return decline(proved.card, 'cvm.fallback-refused', { entryMode: ask.entryMode });
  }
  const unwanted = checkHolderRules(ask, proved.card);
  if (unwanted) return unwanted;
  const checked = checkHolder({ ask, card: proved.card, policy });
  if ('reason' in checked) return checked;
  // Behind the PIN: who types numbers of others must not find out by this what belongs to them.
  if (ask.expiryGiven !== undefined && ask.expiryGiven !== card.expiry) {
    return decline(checked.card, 'card.expiry-wrong', { entryMode: ask.entryMode });
  }
  if (ask.kind === 'balance') {
    return {
      rung: 'approved',
      reason: 'approved',
      figures: { availableMinor: card.available_minor },
      card: checked.card,
    };
  }
  return checkMoney(ask, checked.card, policy);
}

/** A PIN that came is checked first, whatever else is asked; then the ladder says what is still to be done. */
function checkHolder({ ask, card, policy }: Case): IssuerDecision | { readonly card: CardRow } {
  let proved = card;
  if (ask.pin !== undefined) {
    if (!card.online_pin) {
      return decline(card, 'pin.not-enabled', { noPinLimitMinor: ask.noPinLimitMinor });
    }
    const decided = decidePin(ask.pin, card);
    if ('reason' in decided) return decided;
    proved = decided.card;
  }
  const demand = demandOf({ ask, card: proved, policy });
  if (demand === undefined) return { card: proved };
  const { rung, reason, figures } = demand;
  if (rung === 'declined') return decline(proved, reason, figures);
  return { rung, reason, figures, card: { ...proved, atc_open: ask.cryptogram !== undefined } };
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
  if (pin === 'unset') return decline(card, 'pin.not-set', {});
  if (pin === 'undecodable') return decline(card, 'pin.unknown', {});
  if (pin === 'mismatch') {
    const tries = card.pin_tries + 1;
    const counted = { ...card, pin_tries: tries };
    if (tries >= PIN_TRIES) return decline(counted, 'pin.locked', { tries });
    return decline(counted, 'pin.wrong', { tries, triesLeft: PIN_TRIES - tries });
  }
  return { card: afterRightPin(card) };
}

function checkMoney(ask: PaymentAsk, card: CardRow, policy: CvmPolicy): IssuerDecision {
  const { amountMinor } = ask;
  assert(amountMinor > 0, 'a purchase has an amount');
  const { spentMinor, count } = spentOn(ask.localDate, card);
  if (amountMinor > card.per_transaction_minor) {
    const limitMinor = card.per_transaction_minor;
    return decline(card, 'limit.amount', { which: 'per-transaction', limitMinor, usedMinor: 0, amountMinor });
  }
  if (spentMinor + amountMinor > card.daily_minor) {
    const limitMinor = card.daily_minor;
    return decline(card, 'limit.amount', { which: 'daily', limitMinor, usedMinor: spentMinor, amountMinor });
  }
  if (count >= card.daily_count) {
    return decline(card, 'limit.count', { usedCount: count, limitCount: card.daily_count });
  }
  if (amountMinor > card.available_minor) {
    return decline(card, 'funds.insufficient', { amountMinor, availableMinor: card.available_minor });
  }
  // The money itself goes by the movement that the acquirer posts.
  const paid = afterPayment(card, ask);
  return {
    rung: 'approved',
    reason: needsSignature(ask, card, policy) ? 'approved.with-signature' : 'approved',
    figures: { amountMinor, ...(isUnverified(ask) ? unverifiedFigures(ask, paid, policy) : {}) },
    card: paid,
  };
}

/** What the holder may still pay without a PIN; and the epoch in which this payment counted, for its undoing. */
function unverifiedFigures(ask: PaymentAsk, paid: CardRow, policy: CvmPolicy): Figures {
  const left = leftUnverified(ask.localDate, paid, policy);
  return { cvmEpoch: paid.cvm_epoch, leftMinor: left.amountMinor, leftCount: left.count };
}

function spentOn(
  localDate: string,
  card: CardRow,
): { readonly spentMinor: AmountMinor; readonly count: number } {
  if (card.day !== localDate) return { spentMinor: 0, count: 0 };
  return { spentMinor: card.day_spent_minor, count: card.day_count };
}

/** The largest payment that goes through as things stand, as far as money and the phone go. */
function mostMinorOf(ask: PaymentAsk, card: CardRow): AmountMinor {
  const left = moneyLeftMinor(ask, card);
  return ask.phone === 'confirmed' ? left : Math.min(left, withoutPhoneMinor(ask, card));
}

/** The largest payment that the card's limits and its balance allow now; zero or less when none. */
function moneyLeftMinor({ localDate }: PaymentAsk, card: CardRow): AmountMinor {
  const left = card.daily_minor - spentOn(localDate, card).spentMinor;
  return Math.min(card.per_transaction_minor, left, card.available_minor);
}

/** True for a read that leaves the receipt to be signed when no PIN was asked. */
function needsSignature(ask: PaymentAsk, card: CardRow, { rules }: CvmPolicy): boolean {
  return (
    ask.pin === undefined && readingOf(ask) !== SCANNED && !isContactless(ask) && signs(card, rules.signature)
  );
}
