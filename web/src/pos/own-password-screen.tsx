// The change that a first password asks for: typed twice.

import { useState } from 'react';
import { useTexts } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import { SecretDots } from './secret-dots.js';
import type { Till } from './till.js';
import { useDigits } from './use-digits.js';

const LONGEST_PASSWORD = 12;

export function OwnPasswordScreen({ isWeak, till }: { readonly isWeak: boolean; readonly till: Till }) {
  const say = useTexts(posTexts);
  const [chosen, setChosen] = useState<string>();
  const [isDifferent, setDifferent] = useState(false);
  const typed = useDigits(LONGEST_PASSWORD);
  usePad((key) => {
    if (key === 'cancel') till.cancelOwnPassword();
    if (key !== 'enter') {
      typed.press(key);
      return;
    }
    if (typed.length === 0) return;
    const password = typed.take();
    if (chosen === undefined) {
      setChosen(password);
      return;
    }
    setChosen(undefined);
    setDifferent(chosen !== password);
    if (chosen === password) void till.setOwnPassword(password);
  });
  const problem = isDifferent ? 'differ' : 'weak';
  const hasProblem = (isDifferent || isWeak) && chosen === undefined && typed.length === 0;
  return (
    <div className="screen">
      <h1>{say('ownPassword')}</h1>
      <p>{say(chosen === undefined ? 'ownPasswordHint' : 'repeatPassword')}</p>
      <SecretDots length={typed.length} />
      {hasProblem && (
        <p className="notice bad" role="alert">
          {say(problem)}
        </p>
      )}
    </div>
  );
}
