// Signing in: the mobile number, then a code by message or the passkey. The demo shows the message here, since no
// gateway carries it anywhere.

import type { DemoMessage, PasskeyQuestion } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { askHost, type HostError, tellHost } from '../session/ask-host.js';
import { answerPasskey, canUsePasskeys } from './passkeys.js';
import { phoneTexts } from './phone-texts.js';

export function PhoneSignIn({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [mobile, setMobile] = useState('');
  const [isCodeSent, setCodeSent] = useState(false);
  const [demoBody, setDemoBody] = useState<string>();
  const [error, setError] = useState<HostError>();
  const [isPasskeyUnused, setPasskeyUnused] = useState(false);

  const sendCode = (event: FormEvent): void => {
    event.preventDefault();
    setError(undefined);
    tellHost('/api/phone/code', { mobile })
      .then(async () => {
        setCodeSent(true);
        setDemoBody(await demoMessage(mobile));
      })
      .catch(setError);
  };
  const signIn = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code');
    tellHost('/api/phone/sign-in', { mobile, code }).then(onSignedIn, setError);
  };
  const signInByPasskey = async (): Promise<void> => {
    setPasskeyUnused(false);
    const question = await tellHost<PasskeyQuestion>('/api/phone/passkey-question', { mobile });
    const answer = await answerPasskey(question);
    if (answer === undefined) setPasskeyUnused(true);
    else await tellHost('/api/phone/passkey-sign-in', { mobile, answer }).then(onSignedIn);
  };

  const isMobile = /^[0-9]{6,15}$/.test(mobile);
  return (
    <section className="stack">
      <p>{say('signInLead')}</p>
      {error && (
        <p className="notice bad" role="alert">
          {words(error.words)}
        </p>
      )}
      {isPasskeyUnused && <p className="notice doubt">{say('passkeyNone')}</p>}
      {!isCodeSent && (
        <form className="stack" onSubmit={sendCode}>
          <label className="field">
            <span>{say('mobile')}</span>
            <input
              {...{ name: 'mobile', type: 'tel', inputMode: 'numeric', autoComplete: 'tel', required: true }}
              value={mobile}
              onChange={(event) => setMobile(event.target.value.replace(/\D/g, ''))}
            />
          </label>
          <button className="button first" type="submit" disabled={!isMobile}>
            {say('sendCode')}
          </button>
          {canUsePasskeys() && (
            <button
              className="button"
              type="button"
              disabled={!isMobile}
              onClick={() => void signInByPasskey().catch(setError)}
            >
              {say('withPasskey')}
            </button>
          )}
        </form>
      )}
      {isCodeSent && (
        <form className="stack" onSubmit={signIn}>
          <p className="notice good">{say('codeSent')}</p>
          {demoBody && <p className="hint">{say('demoCode', { body: demoBody })}</p>}
          <label className="field">
            <span>{say('code')}</span>
            <input
              {...{ name: 'code', inputMode: 'numeric', autoComplete: 'one-time-code', required: true }}
              pattern="[0-9]{6}"
              maxLength={6}
            />
          </label>
          <button className="button first" type="submit">
            {say('signIn')}
          </button>
          <button className="button quiet" type="button" onClick={() => setCodeSent(false)}>
            {say('back')}
          </button>
        </form>
      )}
    </section>
  );
}

/** The newest message to this number, where the demo keeps them. */
export async function demoMessage(mobile?: string): Promise<string | undefined> {
  const messages = await askHost<readonly DemoMessage[]>('/api/demo/outbox').catch(() => []);
  return messages.find((message) => mobile === undefined || message.mobile.endsWith(mobile))?.body;
}
