// The offer to confirm by fingerprint from now on.

import type { Holder, PasskeyQuestion } from '@tillgate/server/api';
import { useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { canUsePasskeys, makePasskey } from './passkeys.js';
import { phoneTexts } from './phone-texts.js';

export function PasskeyOffer({ holder, onAdded }: { readonly holder: Holder; readonly onAdded: () => void }) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [error, setError] = useState<HostError>();
  const [isUnused, setUnused] = useState(false);
  if (!canUsePasskeys()) return null;
  const add = async (): Promise<void> => {
    const question = await tellHost<PasskeyQuestion>('/api/phone/passkeys/question', {});
    const passkey = await makePasskey(question, { id: holder.holderId, name: words(holder.name) });
    if (passkey === undefined) {
      setUnused(true);
      return;
    }
    await tellHost('/api/phone/passkeys', passkey);
    onAdded();
  };
  return (
    <section className="stack">
      <p>{say('addPasskeyLead')}</p>
      {error && <p className="notice bad">{words(error.words)}</p>}
      {isUnused && <p className="notice doubt">{say('passkeyNone')}</p>}
      <button className="button" type="button" onClick={() => void add().catch(setError)}>
        {say('addPasskey')}
      </button>
    </section>
  );
}
