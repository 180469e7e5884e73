// The code on the holder's phone that pays instead of the card (field 59 `A3`): a password of payment, with the amount,
// the time, the merchant and the confirmation that its holder has bound it to. The phone may have asked for a newer one
// since; the card keeps the last.

import type { IssuerDecision, PaymentAsk } from '../issuer/index.js';
import type { CardRow } from '../store/index.js';
import type { Decidable } from './request.js';

type Asked = Omit<IssuerDecision, 'card'>;

/** Why the code does not pay, or what is still to be done; undefined when it is good for this payment. */
export function checkPaymentCode(
  request: Decidable,
  card: CardRow,
  phone: PaymentAsk['phone'],
): Asked | undefined {
  const { amountMinor, receivedAt, merchant } = request;
  const declined = (reason: IssuerDecision['reason'], figures = {}): Asked => ({
    ...{ rung: 'declined', reason, figures },
  });
  if (card.code_hash !== request.codeHash) return declined('payment-code.unknown');
  if (card.code_used) return declined('payment-code.used');
  if (receivedAt >= card.code_until) return declined('payment-code.expired');
  const { code_limit_minor: limitMinor, code_merchant_id: merchantId } = card;
  if (limitMinor !== null && amountMinor > limitMinor) {
    return declined('payment-code.amount', { amountMinor, limitMinor });
  }
  if (merchantId !== null && merchantId !== merchant.merchant_id) return declined('payment-code.merchant');
  if (!card.code_needs_phone || phone === 'confirmed') return undefined;
  const figures = { amountMinor, phoneLimitMinor: 0 };
  return phone === 'can'
    ? { rung: 'phone', reason: 'payment-code.phone', figures }
    : declined('cvm.phone-unreachable', figures);
}

/** One for one payment is spent; a recurring one belongs to the merchant of its first payment from then on. */
export function afterPaymentCode({ merchant }: Decidable, card: CardRow): CardRow {
  return card.code_kind === 'once'
    ? { ...card, code_used: true }
    : { ...card, code_merchant_id: merchant.merchant_id };
}
