// Idle: an amount, or one of the three keys beside it.

import type { TerminalStatus } from '@tillgate/terminal';
import { useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { useTexts } from '../language/language.js';
import { pressAmount } from './amount-entry.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { Till } from './till.js';

export function AmountScreen({
  till,
  status,
}: {
  readonly till: Till;
  readonly status: TerminalStatus | undefined;
}) {
  const say = useTexts(posTexts);
  const [amountMinor, setAmountMinor] = useState(0);
  usePad((key) => {
    if (key === 'enter' && amountMinor > 0) till.charge(amountMinor);
    else setAmountMinor((before) => pressAmount(before, key));
  });
  const pending = status?.pendingReversal;
  return (
    <div className="screen">
      <p className="screen-lead">{say('enterAmount')}</p>
      <output className="big-amount">
        <small>¥</small>
        {amountDigits(amountMinor)}
      </output>
      <p className="faint">{say('enterAmountHint')}</p>
      {status?.settlementIsInterrupted && <p className="notice doubt">{say('settlementInterrupted')}</p>}
      {pending && <p className="notice doubt">{say('pendingReversal', { trace: pending.trace })}</p>}
      <div className="screen-keys">
        <button
          className="button"
          type="button"
          disabled={!till.hasReceipt}
          onClick={() => till.showLastReceipt()}
        >
          {say('last')}
        </button>
        <button className="button" type="button" onClick={() => till.charge(undefined)}>
          {say('balance')}
        </button>
        <button className="button" type="button" onClick={() => till.show({ at: 'menu', menu: 'main' })}>
          {say('menu')}
        </button>
      </div>
    </div>
  );
}
