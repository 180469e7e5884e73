// What was paid, and why not: each in the holder's words, with what would have made the difference, and "not mine".

import type { HolderPayment } from '@tillgate/server/api';
import { amountDigits } from '../format/amount.js';
import { dateOf, timeOf } from '../format/moment.js';
import { useTexts, useWords } from '../language/language.js';
import { tellHost } from '../session/ask-host.js';
import { phoneTexts } from './phone-texts.js';

interface Props {
  readonly payments: readonly HolderPayment[];
  readonly onChanged: () => void;
}

export function ActivityList({ payments, onChanged }: Props) {
  const say = useTexts(phoneTexts);
  return (
    <section>
      <h2>{say('activity')}</h2>
      {payments.length === 0 && <p className="hint">{say('noActivity')}</p>}
      <ul className="activity">
        {payments.map((payment) => (
          <PaymentLine {...{ payment, onChanged }} key={payment.rrn} />
        ))}
      </ul>
    </section>
  );
}

function PaymentLine({
  payment,
  onChanged,
}: {
  readonly payment: HolderPayment;
  readonly onChanged: () => void;
}) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const { rrn, at, amountMinor, counterfactual, isDisputed } = payment;
  const dispute = (): void => {
    void tellHost(`/api/phone/payments/${rrn}/dispute`, {}).finally(onChanged);
  };
  return (
    <li>
      <p className="activity-head">
        <b>{words(payment.merchantName)}</b>
        <span className={`amount ${payment.state}`}>¥{amountDigits(amountMinor)}</span>
      </p>
      <p>
        {words(payment.text)}
        {counterfactual && <span className="hint"> {words(counterfactual)}</span>}
      </p>
      <p className="hint">
        {dateOf(at)} {timeOf(at)} · {payment.panMasked} · {rrn}
      </p>
      {isDisputed ? (
        <p className="hint">{say('disputed')}</p>
      ) : (
        <button className="button small quiet" type="button" onClick={dispute}>
          {say('dispute')}
        </button>
      )}
    </li>
  );
}
