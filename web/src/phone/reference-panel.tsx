// Why a payment was refused, by the reference number on the slip: for what stands in no list.

import type { ExplainedReference } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { askHost, type HostError } from '../session/ask-host.js';
import { phoneTexts } from './phone-texts.js';

export function ReferencePanel() {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [found, setFound] = useState<ExplainedReference>();
  const [error, setError] = useState<HostError>();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const rrn = String(new FormData(event.currentTarget).get('rrn') ?? '').trim();
    setFound(undefined);
    setError(undefined);
    askHost<ExplainedReference>(`/api/phone/references/${encodeURIComponent(rrn)}`).then(setFound, setError);
  };
  return (
    <section className="stack reference">
      <h2>{say('whyRefused')}</h2>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>{say('reference')}</span>
          <input name="rrn" inputMode="numeric" autoComplete="off" maxLength={12} required />
        </label>
        <button className="button" type="submit">
          {say('ask')}
        </button>
      </form>
      <div aria-live="polite">
        {found && (
          <p className="notice reference-told">
            {!words(found.next).startsWith(words(found.text)) && <b>{words(found.text)} </b>}
            {words(found.next)}
          </p>
        )}
        {error && (
          <p className="notice doubt">{error.status === 404 ? say('noReference') : words(error.words)}</p>
        )}
      </div>
    </section>
  );
}
