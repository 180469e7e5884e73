// What one compromised key takes with it, and the button that ends it: with the terminal's number typed again, since
// the terminal cannot pay afterwards until somebody loads a new key.

import type { TerminalKeys, TerminalKeysDetail } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { useTexts } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { useAnswer } from '../session/use-answer.js';
import { AnswerPart } from './answer-page.js';
import { Failure } from './failure.js';
import { keysTexts } from './keys-texts.js';

export function KeyRadius(props: { readonly keys: TerminalKeys; readonly again: () => void }) {
  const say = useTexts(keysTexts);
  const { terminalId, own } = props.keys;
  const asked = useAnswer<TerminalKeysDetail>(`/api/keys/${encodeURIComponent(terminalId)}`);
  return (
    <AnswerPart asked={asked}>
      {({ blastRadius: { since, workingKeySets: sets, messages, cardsWithPin: cards } }) => (
        <section className="key-radius">
          <h2>{say('ifCompromised')}</h2>
          <p>{say('radius', { since: new Date(since).toLocaleString(), sets, messages, cards })}</p>
          <p>{say('replace')}</p>
          {own.isCompromised ? (
            <p>
              {say('ended')}{' '}
              <code className="bytes">npx tillgate terminal load-key --terminal {terminalId}</code>
            </p>
          ) : (
            <KeyEndForm
              path={`/api/keys/${encodeURIComponent(terminalId)}/compromise`}
              name={terminalId}
              ended={props.again}
            />
          )}
        </section>
      )}
    </AnswerPart>
  );
}

/** The key's name has to be typed again. */
export function KeyEndForm(props: {
  readonly path: string;
  readonly name: string;
  readonly ended: () => void;
}) {
  const { path, name, ended } = props;
  const say = useTexts(keysTexts);
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<HostError>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setRefused(undefined);
    tellHost(path, {}).then(ended, setRefused);
  };
  return (
    <>
      <form className="key-end" onSubmit={submit}>
        <label className="field">
          <span>{say('typeKey', { name })}</span>
          <input
            className="bytes"
            value={typed}
            placeholder={name}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <button className="button danger" type="submit" disabled={typed !== name}>
          {say('end')}
        </button>
      </form>
      {refused && <Failure error={refused} again={() => setRefused(undefined)} />}
    </>
  );
}
