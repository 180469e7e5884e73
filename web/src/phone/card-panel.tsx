// One card of the holder: freeze and unfreeze at once, report it lost or stolen, and the limits. What is set counts
// from the next payment on.

import type { CardSettings, HolderCard } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { PaymentCodePanel } from './payment-code-panel.js';
import { phoneTexts } from './phone-texts.js';
import { SetPinPanel } from './set-pin-panel.js';

interface Props {
  readonly card: HolderCard;
  readonly mobileEnd: string;
  readonly onChanged: () => void;
}

/** Limits by name; those that may be left to the bank are null then. */
const LIMITS = [
  ['noPinLimitMinor', 'noPinLimit', true],
  ['perTransactionMinor', 'perTransaction', false],
  ['dailyMinor', 'daily', false],
  ['phoneConfirmAboveMinor', 'phoneAbove', true],
  ['pinAndPhoneAboveMinor', 'bothAbove', true],
] as const;

export function CardPanel({ card, mobileEnd, onChanged }: Props) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [error, setError] = useState<HostError>();
  const [isSaved, setSaved] = useState(false);
  const set = (settings: CardSettings): void => {
    setError(undefined);
    setSaved(false);
    tellHost(`/api/phone/cards/${card.cardId}`, settings).then(() => {
      setSaved(true);
      onChanged();
    }, setError);
  };
  const isUsable = card.status === 'active' || card.status === 'frozen';
  return (
    <details className="card-panel">
      <summary>
        <b>{words(card.issuerName)}</b> <span className="bytes">{card.panMasked}</span>
        <span className={`card-state ${card.status}`}>{say(`status_${card.status}`)}</span>
      </summary>
      <p>
        {say('available')} <b>¥{amountDigits(card.availableMinor)}</b>
      </p>
      {card.isPinLocked && <p className="notice doubt">{say('pinLocked')}</p>}
      {error && (
        <p className="notice bad" role="alert">
          {words(error.words)}
        </p>
      )}
      {isSaved && !error && (
        <p className="notice good" role="status">
          {say('saved')}
        </p>
      )}
      {isUsable && <CardActions {...{ card, set }} />}
      {card.status === 'active' && <PaymentCodePanel {...{ card, onChanged }} />}
      {card.status === 'active' && <SetPinPanel {...{ card, mobileEnd, onChanged }} />}
      {isUsable && <LimitForm {...{ card, set }} />}
    </details>
  );
}

type Set = (settings: CardSettings) => void;

function CardActions({ card, set }: { readonly card: HolderCard; readonly set: Set }) {
  const say = useTexts(phoneTexts);
  const isFrozen = card.status === 'frozen';
  const lose = (status: 'lost' | 'stolen'): void => {
    if (confirm(say('sureLost'))) set({ status });
  };
  return (
    <div className="card-actions">
      <button
        className="button first"
        type="button"
        onClick={() => set({ status: isFrozen ? 'active' : 'frozen' })}
      >
        {isFrozen ? say('unfreeze') : say('freeze')}
      </button>
      <button className="button" type="button" onClick={() => lose('lost')}>
        {say('reportLost')}
      </button>
      <button className="button" type="button" onClick={() => lose('stolen')}>
        {say('reportStolen')}
      </button>
    </div>
  );
}

function LimitForm({ card, set }: { readonly card: HolderCard; readonly set: Set }) {
  const say = useTexts(phoneTexts);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const limits = LIMITS.flatMap(([name, , mayBeNull]): Array<[string, number | null]> => {
      const text = String(form.get(name) ?? '').trim();
      if (text === '') return mayBeNull ? [[name, null]] : [];
      const amountMinor = Math.round(Number(text.replaceAll(',', '')) * 100);
      return Number.isSafeInteger(amountMinor) ? [[name, amountMinor]] : [];
    });
    const isOn = (name: string): boolean => form.get(name) === 'on';
    set({
      ...{ ...Object.fromEntries(limits), payHours: hoursOf(form) },
      ...{ onlinePin: isOn('onlinePin'), stripeUse: isOn('stripeUse') },
    });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <label className="check">
        <input name="onlinePin" type="checkbox" defaultChecked={card.onlinePin} /> {say('onlinePin')}
      </label>
      <label className="check">
        <input name="stripeUse" type="checkbox" defaultChecked={card.stripeUse} /> {say('stripeUse')}
      </label>
      <fieldset className="hours">
        <legend>{say('payHours')}</legend>
        {(['from', 'until'] as const).map((name, at) => (
          <label className="field" key={name}>
            <span>{say(name)}</span>
            <input {...{ name, type: 'time' }} defaultValue={timeAt(card.payHours, at)} />
          </label>
        ))}
      </fieldset>
      {LIMITS.map(([name, text, mayBeNull]) => (
        <label className="field" key={name}>
          <span>{say(text)}</span>
          <input
            {...{ name, inputMode: 'decimal', autoComplete: 'off', required: !mayBeNull }}
            pattern="[0-9,]+(\.[0-9]{1,2})?"
            placeholder={name === 'noPinLimitMinor' ? amountDigits(card.bankNoPinLimitMinor) : say('never')}
            defaultValue={card[name] === null ? '' : amountDigits(card[name])}
          />
        </label>
      ))}
      <button className="button" type="submit">
        {say('save')}
      </button>
    </form>
  );
}

/** Both times or none: `0800-2200`. */
function hoursOf(form: FormData): string | null {
  const [from, until] = ['from', 'until'].map((name) => String(form.get(name) ?? '').replace(':', ''));
  return from && until ? `${from}-${until}` : null;
}

function timeAt(payHours: string | null, at: number): string {
  const time = payHours?.split('-')[at];
  return time === undefined ? '' : `${time.slice(0, 2)}:${time.slice(2)}`;
}
