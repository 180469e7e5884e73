// Vouchers of the batch, one line each: number, what it was, card, amount, and what has become of it.

import type { JournalEntry } from '@tillgate/terminal';
import { amountDigits } from '../format/amount.js';
import { useTexts, useWords } from '../language/language.js';
import { posTexts } from './pos-texts.js';
import { titleOf } from './till-tasks.js';

export function VoucherList(props: {
  readonly vouchers: readonly JournalEntry[];
  readonly onChoose?: (voucher: JournalEntry) => void;
}) {
  const say = useTexts(posTexts);
  const { vouchers, onChoose } = props;
  if (vouchers.length === 0) return <p className="faint">{say('noVouchers')}</p>;
  return (
    <ul className="vouchers">
      {vouchers.map((voucher) => (
        <li key={voucher.trace}>
          {onChoose ? (
            <button
              type="button"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onChoose(voucher)}
            >
              <VoucherLine voucher={voucher} />
            </button>
          ) : (
            <VoucherLine voucher={voucher} />
          )}
        </li>
      ))}
    </ul>
  );
}

const STATES = { voided: 'voided', completed: 'completed' } as const;

function VoucherLine({ voucher }: { readonly voucher: JournalEntry }) {
  const say = useTexts(posTexts);
  const words = useWords();
  const { trace, kind, maskedPan, amountMinor, state, isDelivered } = voucher;
  const note = state === 'open' ? (isDelivered ? '' : say('waiting')) : say(STATES[state]);
  return (
    <>
      <span className="bytes">{trace}</span>
      <span>
        {words(titleOf(kind))}
        {note !== '' && <small> {note}</small>}
      </span>
      <span className="bytes faint">{maskedPan.slice(-4)}</span>
      <b className="amount">{amountDigits(amountMinor)}</b>
    </>
  );
}
