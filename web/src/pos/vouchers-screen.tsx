// The journal of the batch, to print any receipt again.

import type { JournalEntry } from '@tillgate/terminal';
import { useState } from 'react';
import { useTexts } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { Till } from './till.js';
import { VoucherList } from './voucher-list.js';

const VOUCHER_DIGITS = 6;

export function VouchersScreen(props: { readonly vouchers: readonly JournalEntry[]; readonly till: Till }) {
  const { vouchers, till } = props;
  const say = useTexts(posTexts);
  const [digits, setDigits] = useState('');
  const fitting = vouchers.filter(({ trace }) => trace.endsWith(digits));
  usePad((key) => {
    const [only] = fitting;
    if (key === 'cancel') till.show({ at: 'menu', menu: 'print' });
    else if (key === 'clear') setDigits(digits.slice(0, -1));
    else if (key !== 'enter') setDigits((digits + key).slice(0, VOUCHER_DIGITS));
    else if (only !== undefined) till.showReceipt(only.receipt);
  });
  return (
    <div className="screen list-screen">
      <h1>{say('printAny')}</h1>
      <p className="screen-lead">
        {say('enterVoucher')} <output className="bytes">{digits || '······'}</output>
      </p>
      <VoucherList vouchers={fitting} onChoose={({ receipt }) => till.showReceipt(receipt)} />
    </div>
  );
}
