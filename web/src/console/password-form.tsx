// The change that a first password asks for before it opens anything.

import type { Me, Words } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { consoleTexts } from './console-texts.js';
import { GatePage } from './gate-page.js';

export function PasswordForm(props: {
  readonly me: Me;
  readonly onChanged: (me: Me) => void;
  readonly onSessionEnd: () => void;
}) {
  const say = useTexts(consoleTexts);
  const words = useWords();
  const [problem, setProblem] = useState<Words>();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (form.get('next') !== form.get('repeat')) {
      setProblem(consoleTexts.passwordsDiffer);
      return;
    }
    tellHost<Me>('/api/password', { current: form.get('current'), next: form.get('next') }).then(
      props.onChanged,
      (error: HostError) => {
        if (error.code === 'TG_NOT_SIGNED_IN') props.onSessionEnd();
        else setProblem(error.words);
      },
    );
  };
  return (
    <GatePage title={say('changeFirst')} lead={say('changeLead')}>
      <form className="stack" onSubmit={submit}>
        <input
          className="unseen"
          name="name"
          autoComplete="username"
          value={props.me.name}
          readOnly
          tabIndex={-1}
        />
        <label className="field">
          <span>{say('currentPassword')}</span>
          <input name="current" type="password" autoComplete="current-password" required />
        </label>
        <label className="field">
          <span>{say('newPassword')}</span>
          <input name="next" type="password" autoComplete="new-password" minLength={12} required />
        </label>
        <label className="field">
          <span>{say('repeatPassword')}</span>
          <input name="repeat" type="password" autoComplete="new-password" required />
        </label>
        {problem && (
          <p className="notice bad" role="alert">
            {words(problem)}
          </p>
        )}
        <button className="button first" type="submit">
          {say('changePassword')}
        </button>
      </form>
    </GatePage>
  );
}
