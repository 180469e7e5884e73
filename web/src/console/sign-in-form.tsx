// Sign-in with name and password; says where the first password is to be found.

import type { Me } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { consoleTexts } from './console-texts.js';
import { GatePage } from './gate-page.js';

export function SignInForm(props: { readonly hasEnded: boolean; readonly onSignedIn: (me: Me) => void }) {
  const say = useTexts(consoleTexts);
  const words = useWords();
  const [error, setError] = useState<HostError>();
  const [isBusy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    tellHost<Me>('/api/sign-in', { name: form.get('name'), password: form.get('password') })
      .then(props.onSignedIn, setError)
      .finally(() => setBusy(false));
  };
  return (
    <GatePage title={say('signIn')} lead={say('signInLead')}>
      <form className="stack" onSubmit={submit}>
        {props.hasEnded && <p className="notice doubt">{say('sessionEnded')}</p>}
        <label className="field">
          <span>{say('name')}</span>
          <input name="name" autoComplete="username" defaultValue="admin" required />
        </label>
        <label className="field">
          <span>{say('password')}</span>
          {/* biome-ignore lint/a11y/noAutofocus: the page has nothing else to do */}
          <input name="password" type="password" autoComplete="current-password" required autoFocus />
        </label>
        {error && (
          <p className="notice bad" role="alert">
            {words(error.words)}
          </p>
        )}
        <button className="button first" type="submit" disabled={isBusy}>
          {say('signIn')}
        </button>
        <p className="hint">{say('firstTime')}</p>
      </form>
    </GatePage>
  );
}
