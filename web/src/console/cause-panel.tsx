// Why, and what next, in the words of the one who asks.

import type { Explanation } from '@tillgate/server/api';
import { useState } from 'react';
import { useLanguage, useTexts } from '../language/language.js';
import { useAnswer } from '../session/use-answer.js';
import { CauseLink } from './cause-link.js';
import { Failure } from './failure.js';
import { transactionTexts } from './transaction-texts.js';

const AUDIENCES = ['engineer', 'cashier', 'merchant', 'cardholder'] as const;

export function CausePanel({ rrn }: { readonly rrn: string }) {
  const say = useTexts(transactionTexts);
  const { language } = useLanguage();
  const [audience, setAudience] = useState<Explanation['audience']>('engineer');
  const query = new URLSearchParams({ audience, lang: language });
  const path = `/api/transactions/${encodeURIComponent(rrn)}/explanation?${query}`;
  const { answer, error, again } = useAnswer<Explanation>(path);
  return (
    <section className="cause">
      <div className="section-head">
        <h2>{say('cause')}</h2>
        <fieldset className="choice">
          <legend className="unseen">{say('forWhom')}</legend>
          {AUDIENCES.map((one) => (
            <button key={one} type="button" aria-pressed={one === audience} onClick={() => setAudience(one)}>
              {say(one)}
            </button>
          ))}
        </fieldset>
      </div>
      {error && <Failure error={error} again={again} />}
      {!error && <Told explanation={answer} />}
    </section>
  );
}

function Told({ explanation }: { readonly explanation: Explanation | undefined }) {
  const say = useTexts(transactionTexts);
  if (!explanation) return <span className="skeleton" style={{ height: '4.6em' }} />;
  const { text, next, counterfactual, cause } = explanation;
  return (
    <div className="told">
      <p className="told-text">{text}</p>
      {next.map((step) => (
        <p key={step}>
          <b>{say('next')}</b> {step}
        </p>
      ))}
      {counterfactual && (
        <p>
          <b>{say('madeTheDifference')}</b> {counterfactual}
        </p>
      )}
      <p className="faint bytes">
        <CauseLink id={cause.id} confidence={cause.confidence} />
        {cause.evidence.map((fact) => (
          <span key={fact}>
            {' '}
            · <span className="unbroken">{fact}</span>
          </span>
        ))}
      </p>
    </div>
  );
}
