// When a payment without a PIN must have one: the policy of the bank, the merchant's limit and the holder's own
// setting, as a list of rules of which the first that fires is the reason. Pure, so that it can be replayed.

import type { AmountMinor } from '../kernel/money.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { CardRow, CvmAllowance, CvmPolicy, CvmRiskRule, Figures } from '../store/index.js';
import { clockText, isWithin } from './holder-rules.js';
import { FALLBACK, isContactless, type PaymentAsk, readingOf, SCANNED } from './payment-ask.js';
import { usedOn, usedSincePin } from './unverified-use.js';

export interface PinDemand {
  readonly reason: ReasonId;
  readonly figures: Figures;
}

interface Terms {
  readonly ask: PaymentAsk;
  readonly card: CardRow;
  readonly policy: CvmPolicy;
}

type Rule = (terms: Terms) => PinDemand | undefined;

/** Why this ask, which came without a PIN, needs one; undefined when it does not. */
export function askForPin(ask: PaymentAsk, card: CardRow, policy: CvmPolicy): PinDemand | undefined {
  for (const rule of rulesFor(ask, card, policy)) {
    const demand = rule({ ask, card, policy });
    if (demand) return { ...demand, figures: { ...figuresOf({ ask, card, policy }), ...demand.figures } };
  }
  return undefined;
}

function rulesFor(ask: PaymentAsk, card: CardRow, { rules }: CvmPolicy): readonly Rule[] {
  // Whoever shows a payment code has unlocked the phone that makes it.
  if (readingOf(ask) === SCANNED) return [];
  if (ask.kind === 'balance') return [entryMode];
  if (readingOf(ask) === FALLBACK) return [fallback];
  if (!isContactless(ask)) return signs(card, rules.signature) ? [] : [entryMode];
  return ask.verifiedOnDevice ? [abroad, onDevice] : contactless;
}

/** True where the holder of a card that is inserted or swiped may sign instead. */
export function signs(card: CardRow, signature: 'allowed' | 'refused'): boolean {
  return card.signature_instead_of_pin && card.product === 'credit' && signature === 'allowed';
}

const entryMode: Rule = () => ({ reason: 'cvm.entry-mode', figures: {} });

const fallback: Rule = () => ({ reason: 'cvm.fallback', figures: {} });

const abroad: Rule = ({ ask, policy }) =>
  ask.isAbroad && policy.rules.abroad === 'pin' ? { reason: 'cvm.abroad', figures: {} } : undefined;

const newCard: Rule = ({ card, policy }) =>
  card.is_new && policy.rules.newCard === 'pin' ? { reason: 'cvm.new-card', figures: {} } : undefined;

const onDevice: Rule = ({ ask, policy }) => {
  const limitMinor = policy.rules.onDeviceMinor;
  if (limitMinor === null || ask.amountMinor <= limitMinor) return undefined;
  return { reason: 'cvm.device-limit', figures: { deviceLimitMinor: limitMinor } };
};

const perPayment: Rule = ({ ask, policy }) =>
  ask.amountMinor > publicLimitMinor(ask, policy) ? { reason: 'cvm.amount', figures: {} } : undefined;

const holderSetting: Rule = ({ ask, card }) => {
  const limitMinor = card.no_pin_limit_minor;
  if (limitMinor === null || ask.amountMinor <= limitMinor) return undefined;
  return { reason: 'cvm.holder-setting', figures: { limitMinor } };
};

const risk: Rule = ({ ask, policy }) => {
  const rule = riskRuleFor(ask, policy);
  if (!rule || ask.amountMinor <= rule.aboveMinor) return undefined;
  const [riskFrom, riskUntil, localTime] = [rule.from, rule.until, ask.localTime].map(clockText);
  const times = { riskFrom: riskFrom ?? '', riskUntil: riskUntil ?? '', localTime: localTime ?? '' };
  return {
    reason: 'cvm.risk',
    figures: { ...times, riskAboveMinor: rule.aboveMinor, category: ask.category },
  };
};

/** The bank's risk rule where its hours and its merchants are those of this payment. */
function riskRuleFor({ localTime, category }: PaymentAsk, { rules }: CvmPolicy): CvmRiskRule | undefined {
  const rule = rules.risk;
  if (!rule || localTime === '' || !isWithin(rule, localTime)) return undefined;
  return rule.categories.length === 0 || rule.categories.includes(category) ? rule : undefined;
}

/** The amount and the count of an allowance, each with the reason of its own. */
function allowanceRule(
  reasons: { readonly amount: ReasonId; readonly count: ReasonId },
  allowanceOf: (policy: CvmPolicy) => CvmAllowance,
  usedOf: (terms: Terms) => CvmAllowance,
): Rule {
  return (terms) => {
    const [limit, used] = [allowanceOf(terms.policy), usedOf(terms)];
    if (used.amountMinor + terms.ask.amountMinor > limit.amountMinor) {
      const figures = { limitMinor: limit.amountMinor, usedMinor: used.amountMinor };
      return { reason: reasons.amount, figures };
    }
    if (used.count + 1 <= limit.count) return undefined;
    return { reason: reasons.count, figures: { limitCount: limit.count, usedCount: used.count } };
  };
}

const contactless: readonly Rule[] = [
  abroad,
  newCard,
  perPayment,
  holderSetting,
  risk,
  allowanceRule(
    { amount: 'cvm.cumulative-amount', count: 'cvm.count' },
    ({ rules }) => rules.sincePin,
    ({ card }) => usedSincePin(card),
  ),
  allowanceRule(
    { amount: 'cvm.amount-today', count: 'cvm.count-today' },
    ({ rules }) => rules.perDay,
    ({ ask, card }) => usedOn(ask.localDate, card),
  ),
];

/** What everybody may know: the lower of the merchant's limit and the bank's. */
function publicLimitMinor(ask: PaymentAsk, { rules }: CvmPolicy): AmountMinor {
  return Math.min(ask.noPinLimitMinor, rules.perPaymentMinor);
}

function figuresOf({ ask, policy }: Terms): Figures {
  return {
    amountMinor: ask.amountMinor,
    entryMode: ask.entryMode,
    noPinLimitMinor: publicLimitMinor(ask, policy),
    merchantLimitMinor: ask.noPinLimitMinor,
    bankLimitMinor: policy.rules.perPaymentMinor,
    policy: policy.name,
    policyVersion: policy.version,
  };
}

/** What a holder may still pay today without verification, as the card stands: how often, and how much in all. */
export function leftUnverified(localDate: string, card: CardRow, { rules }: CvmPolicy): CvmAllowance {
  const [sincePin, today] = [usedSincePin(card), usedOn(localDate, card)];
  return {
    amountMinor: Math.max(
      0,
      Math.min(
        rules.sincePin.amountMinor - sincePin.amountMinor,
        rules.perDay.amountMinor - today.amountMinor,
      ),
    ),
    count: Math.max(0, Math.min(rules.sincePin.count - sincePin.count, rules.perDay.count - today.count)),
  };
}

/** The largest payment of this kind that no rule about amounts asks for a PIN; it may be zero, or have no bound. */
export function largestWithoutPinMinor(ask: PaymentAsk, card: CardRow, policy: CvmPolicy): AmountMinor {
  if (ask.verifiedOnDevice) return policy.rules.onDeviceMinor ?? Number.POSITIVE_INFINITY;
  return Math.min(
    publicLimitMinor(ask, policy),
    card.no_pin_limit_minor ?? Number.POSITIVE_INFINITY,
    riskRuleFor(ask, policy)?.aboveMinor ?? Number.POSITIVE_INFINITY,
    leftUnverified(ask.localDate, card, policy).amountMinor,
  );
}
