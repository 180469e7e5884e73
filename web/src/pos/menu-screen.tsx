// The numbered menu, as on every till.

import { useTexts } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { Till } from './till.js';

const ITEMS: ReadonlyArray<readonly [keyof typeof posTexts, (till: Till) => void]> = [
  ['sale', (till) => till.show({ at: 'amount' })],
  ['balanceEnquiry', (till) => till.charge(undefined)],
  ['reprint', (till) => till.showLastReceipt()],
  ['signOn', (till) => void till.signOn()],
  ['signOff', (till) => void till.signOff()],
  ['echo', (till) => void till.echo()],
  ['status', (till) => till.show({ at: 'status' })],
  ['changeTerminal', (till) => till.show({ at: 'terminals' })],
  ['changeOperator', (till) => till.logOut()],
];

export function MenuScreen({ till }: { readonly till: Till }) {
  const say = useTexts(posTexts);
  usePad((key) => {
    if (key === 'cancel' || key === 'clear') till.show({ at: 'amount' });
    else ITEMS[Number(key) - 1]?.[1](till);
  });
  return (
    <div className="screen">
      <h1>{say('menu')}</h1>
      <ol className="menu">
        {ITEMS.map(([name, choose], at) => (
          <li key={name}>
            <button
              type="button"
              disabled={name === 'reprint' && !till.hasReceipt}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(till)}
            >
              <span className="bytes">{at + 1}</span>
              {say(name)}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
