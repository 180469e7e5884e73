// The drawer over the right of the list; the list behind it stays usable.

import type { ReactNode } from 'react';
import { useTexts } from '../language/language.js';
import { linkTo } from './address.js';
import { consoleTexts } from './console-texts.js';

export function Drawer(props: {
  readonly rrn: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const say = useTexts(consoleTexts);
  return (
    <aside className="drawer" aria-label={props.rrn}>
      <div className="drawer-bar">
        <a className="button quiet small" href={linkTo({ rrn: props.rrn })} target="_blank" rel="noreferrer">
          {say('openAsPage')} ↗
        </a>
        <button className="button quiet small" type="button" onClick={props.onClose}>
          {say('close')} <kbd>Esc</kbd>
        </button>
      </div>
      <div className="drawer-content">{props.children}</div>
    </aside>
  );
}
