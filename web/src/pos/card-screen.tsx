// The customer confirms the amount by presenting a card; the tray has the cards.

import { amountDigits } from '../format/amount.js';
import { useTexts } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { Till } from './till.js';

export function CardScreen({
  amountMinor,
  till,
}: {
  readonly amountMinor: number | undefined;
  readonly till: Till;
}) {
  const say = useTexts(posTexts);
  usePad((key) => {
    if (key === 'cancel') till.show({ at: 'amount' });
  });
  return (
    <div className="screen">
      {amountMinor === undefined ? (
        <h1>{say('balanceEnquiry')}</h1>
      ) : (
        <p className="big-amount">
          <small>¥</small>
          {amountDigits(amountMinor)}
        </p>
      )}
      <p className="screen-lead">{say('presentCard')}</p>
      <p className="faint">{say('presentHint')}</p>
    </div>
  );
}
