// A password of payment: a code that the till scans instead of the card, bound to an amount and a time, for one payment
// or for one merchant, alone or with the phone's yes. Shown once, listed while it is good, taken back at once.

import type { HolderCard, IssuedPaymentCode } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { dateOf, timeOf } from '../format/moment.js';
import { useTexts, useWords } from '../language/language.js';
import { QrCode } from '../qr/qr-code-view.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { phoneTexts } from './phone-texts.js';

interface Props {
  readonly card: HolderCard;
  readonly onChanged: () => void;
}

const ONCE_MINUTES = 5;
const RECURRING_MINUTES = 30 * 24 * 60;

export function PaymentCodePanel({ card, onChanged }: Props) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [issued, setIssued] = useState<IssuedPaymentCode>();
  const [error, setError] = useState<HostError>();
  const path = `/api/phone/cards/${card.cardId}/code`;
  const issue = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const limit = String(form.get('limit') ?? '').replaceAll(',', '');
    const isRecurring = form.get('recurring') === 'on';
    setError(undefined);
    tellHost<IssuedPaymentCode>(path, {
      kind: isRecurring ? 'recurring' : 'once',
      limitMinor: limit === '' ? null : Math.round(Number(limit) * 100),
      minutes: isRecurring ? RECURRING_MINUTES : ONCE_MINUTES,
      needsPhone: form.get('needsPhone') === 'on',
    }).then((code) => {
      setIssued(code);
      onChanged();
    }, setError);
  };
  const revoke = (): void => {
    setIssued(undefined);
    tellHost(`${path}/revoke`, {}).then(onChanged, setError);
  };
  const { code } = card;
  return (
    <section className="payment-code">
      <h3>{say('paymentCode')}</h3>
      {error && (
        <p className="notice bad" role="alert">
          {words(error.words)}
        </p>
      )}
      {code && (
        <>
          {issued && (
            <>
              <QrCode text={issued.code} label={say('paymentCode')} />
              <p className="bytes">{issued.code.replace(/(\d{6})(?=\d)/g, '$1 ')}</p>
            </>
          )}
          <p>
            {say(code.kind === 'once' ? 'codeOnce' : 'codeRecurring')}
            {code.limitMinor !== null && ` · ≤ ¥${amountDigits(code.limitMinor)}`}
            {code.merchantName && ` · ${words(code.merchantName)}`}
            {code.needsPhone && ` · ${say('codeNeedsPhone')}`} ·{' '}
            {say('codeUntil', { time: `${dateOf(code.goodUntil)} ${timeOf(code.goodUntil)}` })}
          </p>
          <button className="button" type="button" onClick={revoke}>
            {say('revokeCode')}
          </button>
        </>
      )}
      {!code && (
        <form className="stack" onSubmit={issue}>
          <label className="field">
            <span>{say('codeLimit')}</span>
            <input name="limit" inputMode="decimal" pattern="[0-9,]+(\.[0-9]{1,2})?" autoComplete="off" />
          </label>
          <label className="check">
            <input name="recurring" type="checkbox" /> {say('codeRecurring')}
          </label>
          <label className="check">
            <input name="needsPhone" type="checkbox" /> {say('codeNeedsPhone')}
          </label>
          <button className="button" type="submit">
            {say('issueCode')}
          </button>
        </form>
      )}
    </section>
  );
}
