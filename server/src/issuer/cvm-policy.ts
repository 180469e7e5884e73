// The policy for payments without a PIN that a card falls under: its bank's published one, else the standard.

import type { CardRow, CvmPolicy, IssuerRow } from '../store/index.js';

/** For a bank that has published none of that name. */
export const standardPolicy: CvmPolicy = {
  name: 'standard',
  version: 0,
  rules: {
    perPaymentMinor: 100_000,
    sincePin: { amountMinor: 500_000, count: 50 },
    perDay: { amountMinor: 500_000, count: 50 },
    onDeviceMinor: null,
    fallback: 'pin',
    newCard: 'pin',
    abroad: 'pin',
    signature: 'allowed',
    pinOnPhone: 'set',
    risk: null,
  },
};

export function policyOf(
  { cvm_policies: policies }: Pick<IssuerRow, 'cvm_policies'>,
  { cvm_policy: name }: Pick<CardRow, 'cvm_policy'>,
): CvmPolicy {
  return policies[name] ?? standardPolicy;
}
