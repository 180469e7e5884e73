// The balances that a world begins with: what each holder has, against the bank's opening account.

import type { AmountMinor } from '../kernel/money.js';
import type { EntrySet } from '../store/index.js';
import { accounts } from './accounts.js';

/** The balance a cardholder account begins with. */
export function postOpening(
  card: string,
  issuerId: string,
  amountMinor: AmountMinor,
  currency: string,
  at: number,
): EntrySet {
  return {
    rrn: null,
    causedBy: null,
    purpose: 'opening',
    currency,
    at,
    postings: [
      { account: accounts.opening(issuerId).accountId, amountMinor: -amountMinor },
      { account: accounts.cardholder(card).accountId, amountMinor },
    ],
  };
}
