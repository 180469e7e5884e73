// What would have made the difference: a demand for a PIN, or a decline, asked again with one thing changed. Kept
// only where the same decision, replayed with the change, says so; figures tell it (`wouldPassBy`, `wouldPassMinor`).

import { dayAfter } from '../kernel/local-time.js';
import type { CardRow, CvmPolicy, Figures } from '../store/index.js';
import { largestWithoutPinMinor } from './ask-for-pin.js';
import { clockText, type Hours, hoursOf, isWithin } from './holder-rules.js';
import { isContactless, type PaymentAsk } from './payment-ask.js';
import { afterRightPin } from './unverified-use.js';

/** `amount`: a smaller one. `tap`: contactless and no more than that. The others: once that has happened. */
export type WouldPassBy = 'amount' | 'tap' | 'hours' | 'after-pin' | 'tomorrow';

/** What a payment is decided from. */
export interface Case {
  readonly ask: PaymentAsk;
  readonly card: CardRow;
  readonly policy: CvmPolicy;
}

type Change = Pick<Case, 'ask' | 'card'> & { readonly by: WouldPassBy };

const TAPPED = '072';

/**
 * @param mostMinor the largest amount that what is asked for besides the PIN allows
 * @param passes whether a changed case ends as it is wished to
 */
export function counterfactual(before: Case, mostMinor: number, passes: (changed: Case) => boolean): Figures {
  if (before.ask.kind === 'balance') return {};
  const { policy } = before;
  const found = changes(before, mostMinor).find(({ ask, card }) => passes({ ask, card, policy }));
  if (!found) return {};
  const { by, ask } = found;
  if (by === 'hours') return { wouldPassBy: by, wouldPassAt: clockText(ask.localTime) };
  return by === 'amount' || by === 'tap'
    ? { wouldPassBy: by, wouldPassMinor: ask.amountMinor }
    : { wouldPassBy: by };
}

/** The same payment when the card's hours begin next. */
function atOpening(ask: PaymentAsk, { from }: Hours): PaymentAsk {
  const localTime = `${from}00`;
  const isToday = ask.localTime < localTime;
  return { ...ask, localTime, localDate: isToday ? ask.localDate : dayAfter(ask.localDate) };
}

/** In the order of what is easiest to do at the till. */
function changes({ ask, card, policy }: Case, mostMinor: number): readonly Change[] {
  const tapped = { ...ask, entryMode: TAPPED, pin: undefined };
  const mostOf = (one: PaymentAsk): number => {
    const isAsked = one.pin === undefined && one.phone !== 'confirmed' && isContactless(one);
    const most = isAsked ? Math.min(mostMinor, largestWithoutPinMinor(one, card, policy)) : mostMinor;
    return Number.isFinite(most) ? most : ask.amountMinor;
  };
  const [most, mostTapped] = [mostOf(ask), mostOf(tapped)];
  const changed: Change[] = [];
  if (most >= 1 && most < ask.amountMinor) {
    changed.push({ by: 'amount', ask: { ...ask, amountMinor: most }, card });
  }
  if (mostTapped >= 1 && (!isContactless(ask) || ask.pin !== undefined)) {
    changed.push({ by: 'tap', ask: { ...tapped, amountMinor: mostTapped }, card });
  }
  const hours = card.pay_hours === null ? undefined : hoursOf(card.pay_hours);
  if (hours && !isWithin(hours, ask.localTime))
    changed.push({ by: 'hours', ask: atOpening(ask, hours), card });
  if (ask.pin === undefined) changed.push({ by: 'after-pin', ask, card: afterRightPin(card) });
  changed.push({ by: 'tomorrow', ask: { ...ask, localDate: dayAfter(ask.localDate) }, card });
  return changed;
}
