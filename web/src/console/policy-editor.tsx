// The editor of one policy: its rules as a form, tried on past payments before they are proposed.

import type { CvmPolicyView, CvmPreview, CvmRulesForm } from '@tillgate/server/api';
import { useRef, useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { policyTexts } from './policy-texts.js';

const AMOUNTS = ['perPaymentMinor', 'sincePinAmount', 'perDayAmount', 'onDeviceMinor'] as const;
const COUNTS = ['sincePinCount', 'perDayCount'] as const;
const CHOICES = {
  fallback: ['pin', 'refuse'],
  newCard: ['pin', 'as-others'],
  abroad: ['pin', 'as-at-home'],
  signature: ['allowed', 'refused'],
  pinOnPhone: ['set', 'set-and-unlock', 'refused'],
} as const;

interface Props {
  readonly policy: CvmPolicyView;
  readonly rules: CvmRulesForm;
  readonly onProposed: () => void;
}

export function PolicyEditor({ policy, rules, onProposed }: Props) {
  const say = useTexts(policyTexts);
  const words = useWords();
  const form = useRef<HTMLFormElement>(null);
  const [preview, setPreview] = useState<CvmPreview>();
  const [error, setError] = useState<HostError>();
  const path = `/api/cvm-policies/${policy.issuerId}/${encodeURIComponent(policy.name)}`;
  const tell = (to: string, then: (answer: never) => void): void => {
    if (!form.current?.reportValidity()) return;
    setError(undefined);
    tellHost(to, { rules: rulesOf(new FormData(form.current)) }).then(
      then as (answer: unknown) => void,
      setError,
    );
  };
  return (
    <form className="policy-form" ref={form} onSubmit={(event) => event.preventDefault()}>
      {AMOUNTS.map((name) => (
        <label className="field" key={name}>
          <span>{say(name)}</span>
          <input
            {...{ name, inputMode: 'decimal', required: name !== 'onDeviceMinor' }}
            pattern="[0-9,]+(\.[0-9]{1,2})?"
            defaultValue={amountText(rules, name)}
          />
        </label>
      ))}
      {COUNTS.map((name) => (
        <label className="field" key={name}>
          <span>{say(name)}</span>
          <input
            {...{ name, type: 'number', min: 0, required: true }}
            defaultValue={name === 'sincePinCount' ? rules.sincePin.count : rules.perDay.count}
          />
        </label>
      ))}
      {(Object.keys(CHOICES) as Array<keyof typeof CHOICES>).map((name) => (
        <label className="field" key={name}>
          <span>{say(name)}</span>
          <select name={name} defaultValue={rules[name]}>
            {CHOICES[name].map((choice) => (
              <option key={choice} value={choice}>
                {say(`${name}_${choice}` as keyof typeof policyTexts)}
              </option>
            ))}
          </select>
        </label>
      ))}
      <RiskFields rules={rules} />
      <div className="policy-actions">
        <button className="button" type="button" onClick={() => tell(`${path}/preview`, setPreview)}>
          {say('preview')}
        </button>
        <button className="button first" type="button" onClick={() => tell(path, onProposed)}>
          {say('propose')}
        </button>
      </div>
      {error && (
        <p className="notice bad" role="alert">
          {words(error.words)}
        </p>
      )}
      {preview && <Preview preview={preview} />}
    </form>
  );
}

/** The risk rule: none where its amount is empty. */
function RiskFields({ rules: { risk } }: { readonly rules: CvmRulesForm }) {
  const say = useTexts(policyTexts);
  const fields = [
    ['riskAbove', risk ? amountDigits(risk.aboveMinor) : '', '[0-9,]+(\\.[0-9]{1,2})?'],
    ['riskFrom', risk?.from ?? '2200', '([01][0-9]|2[0-3])[0-5][0-9]'],
    ['riskUntil', risk?.until ?? '0600', '([01][0-9]|2[0-3])[0-5][0-9]'],
    ['riskCategories', risk?.categories.join(' ') ?? '', '[0-9]{4}( [0-9]{4})*'],
  ] as const;
  return fields.map(([name, defaultValue, pattern]) => (
    <label className="field" key={name}>
      <span>{say(name)}</span>
      <input {...{ name, defaultValue, pattern, autoComplete: 'off' }} />
    </label>
  ));
}

function Preview({ preview }: { readonly preview: CvmPreview }) {
  const say = useTexts(policyTexts);
  const words = useWords();
  const { payments, askedNow, askedThen, more, fewer, merchants } = preview;
  return (
    <div className="policy-preview" role="status">
      <p>{say('outcome', { payments, now: askedNow, after: askedThen, more, fewer })}</p>
      {merchants.length === 0 && <p className="faint">{say('noDifference')}</p>}
      {merchants.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th>{say('merchant')}</th>
              <th className="number">{say('payments')}</th>
              <th className="number">{say('more')}</th>
              <th className="number">{say('fewer')}</th>
            </tr>
          </thead>
          <tbody>
            {merchants.map((one) => (
              <tr key={one.merchantId}>
                <td>{words(one.name)}</td>
                <td className="number">{one.payments}</td>
                <td className="number">{one.more}</td>
                <td className="number">{one.fewer}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function amountText(rules: CvmRulesForm, name: (typeof AMOUNTS)[number]): string {
  const amounts = {
    perPaymentMinor: rules.perPaymentMinor,
    sincePinAmount: rules.sincePin.amountMinor,
    perDayAmount: rules.perDay.amountMinor,
    onDeviceMinor: rules.onDeviceMinor,
  };
  const amountMinor = amounts[name];
  return amountMinor === null ? '' : amountDigits(amountMinor);
}

/** The form's fields are checked by the browser before. */
function rulesOf(form: FormData): CvmRulesForm {
  const text = (name: string): string => String(form.get(name) ?? '').replaceAll(',', '');
  const amount = (name: (typeof AMOUNTS)[number]): number => Math.round(Number(text(name)) * 100);
  return {
    perPaymentMinor: amount('perPaymentMinor'),
    sincePin: { amountMinor: amount('sincePinAmount'), count: Number(text('sincePinCount')) },
    perDay: { amountMinor: amount('perDayAmount'), count: Number(text('perDayCount')) },
    onDeviceMinor: text('onDeviceMinor') === '' ? null : amount('onDeviceMinor'),
    fallback: text('fallback') as CvmRulesForm['fallback'],
    newCard: text('newCard') as CvmRulesForm['newCard'],
    abroad: text('abroad') as CvmRulesForm['abroad'],
    signature: text('signature') as CvmRulesForm['signature'],
    pinOnPhone: text('pinOnPhone') as CvmRulesForm['pinOnPhone'],
    risk:
      text('riskAbove') === ''
        ? null
        : {
            ...{ from: text('riskFrom'), until: text('riskUntil') },
            aboveMinor: Math.round(Number(text('riskAbove')) * 100),
            categories: text('riskCategories').split(' ').filter(Boolean),
          },
  };
}
