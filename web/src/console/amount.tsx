// An amount with its currency sign; a dash where a message carries none.

import { amountDigits, currencySign } from '../format/amount.js';

export function Amount({
  amountMinor,
  currency,
}: {
  readonly amountMinor: number;
  readonly currency: string;
}) {
  if (amountMinor === 0) return <span className="faint">–</span>;
  return (
    <span className="amount">
      <small>{currencySign(currency)}</small>
      {amountDigits(amountMinor)}
    </span>
  );
}
