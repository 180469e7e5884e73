// Who is at the console: nobody, somebody with a first password, or somebody who may look. The place in the
// URL stays while the session is renewed.

import type { Me } from '@tillgate/server/api';
import { useCallback, useEffect, useState } from 'react';
import { askHost, type HostError, tellHost } from '../session/ask-host.js';
import { ConsolePages } from './console-pages.js';
import { Failure } from './failure.js';
import { PasswordForm } from './password-form.js';
import { SignInForm } from './sign-in-form.js';

type Session =
  | { readonly at: 'asking' }
  | { readonly at: 'out'; readonly hasEnded: boolean }
  | { readonly at: 'in'; readonly me: Me }
  | { readonly at: 'failed'; readonly error: HostError };

export function SessionGate() {
  const [session, setSession] = useState<Session>({ at: 'asking' });
  const ask = useCallback(() => {
    askHost<Me>('/api/me').then(
      (me) => setSession({ at: 'in', me }),
      (error: HostError) =>
        setSession(error.status === 401 ? { at: 'out', hasEnded: false } : { at: 'failed', error }),
    );
  }, []);
  useEffect(ask, [ask]);
  const end = useCallback(() => setSession({ at: 'out', hasEnded: true }), []);
  const enter = (me: Me): void => setSession({ at: 'in', me });
  const leave = (): void => {
    const out = (): void => setSession({ at: 'out', hasEnded: false });
    tellHost('/api/sign-out', {}).then(out, out);
  };

  switch (session.at) {
    case 'asking':
      return null;
    case 'failed':
      return <Failure error={session.error} again={ask} />;
    case 'out':
      return <SignInForm hasEnded={session.hasEnded} onSignedIn={enter} />;
    case 'in':
      return session.me.mustChangePassword ? (
        <PasswordForm me={session.me} onChanged={enter} onSessionEnd={end} />
      ) : (
        <ConsolePages me={session.me} onSignOut={leave} onSessionEnd={end} />
      );
  }
}
