// What stands where an answer should be when the host did not give one.

import { useTexts, useWords } from '../language/language.js';
import type { HostError } from '../session/ask-host.js';
import { consoleTexts } from './console-texts.js';

export function Failure({ error, again }: { readonly error: HostError; readonly again: () => void }) {
  const say = useTexts(consoleTexts);
  const words = useWords();
  return (
    <div className="failure" role="alert">
      <h2>{say('loadFailed')}</h2>
      <p>{words(error.words)}</p>
      <p className="bytes faint">{error.code}</p>
      <button className="button" type="button" onClick={again}>
        {say('tryAgain')}
      </button>
    </div>
  );
}
