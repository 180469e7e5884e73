// The list of keys, as a dialog.

import { useEffect, useRef } from 'react';
import { useTexts } from '../language/language.js';
import { consoleTexts } from './console-texts.js';
import { keyTexts } from './transaction-texts.js';

const KEYS: ReadonlyArray<readonly [string, keyof typeof keyTexts]> = [
  ['/', 'search'],
  ['j k', 'next'],
  ['Enter', 'open'],
  ['Ctrl Enter', 'page'],
  ['Esc', 'close'],
  ['?', 'help'],
];

export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const say = useTexts(keyTexts);
  const sayConsole = useTexts(consoleTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="key-help" aria-labelledby="key-help-title" onClose={onClose}>
      <h2 id="key-help-title">{say('title')}</h2>
      <dl>
        {KEYS.map(([key, name]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{say(name)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button className="button" type="submit">
          {sayConsole('close')}
        </button>
      </form>
    </dialog>
  );
}
