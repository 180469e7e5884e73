// The receipt as its printer of 32 columns makes it: preview, both copies, print.

import { type PrintOptions, type Receipt, receiptLines } from '@tillgate/terminal';
import { useState } from 'react';
import { useTexts } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import { Slip } from './slip.js';
import type { Till } from './till.js';

const COPIES = [
  ['merchant', 'merchantCopy'],
  ['cardholder', 'cardholderCopy'],
] as const;

export function ReceiptScreen(props: {
  readonly receipt: Receipt;
  readonly isReprint: boolean;
  readonly till: Till;
}) {
  const say = useTexts(posTexts);
  const [copy, setCopy] = useState<PrintOptions['copy']>('merchant');
  const close = (): void => props.till.show({ at: 'amount' });
  usePad((key) => {
    if (key === 'enter' || key === 'cancel') close();
  });
  const lines = receiptLines(props.receipt, { copy, reprint: props.isReprint });
  return (
    <div className="screen receipt">
      <div className="screen-keys">
        <fieldset className="choice">
          <legend className="unseen">{say('receipt')}</legend>
          {COPIES.map(([one, name]) => (
            <button key={one} type="button" aria-pressed={one === copy} onClick={() => setCopy(one)}>
              {say(name)}
            </button>
          ))}
        </fieldset>
        <button className="button small" type="button" onClick={() => print()}>
          {say('print')}
        </button>
        <button className="button small" type="button" onClick={close}>
          {say('done')}
        </button>
      </div>
      <Slip lines={lines} />
    </div>
  );
}
