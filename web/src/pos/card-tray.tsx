// The customer's cards: what each is, what to expect of it, its PIN for the visitor, and how it is presented.

import { useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { maskedPanOf } from './demo-card.js';
import { posTexts } from './pos-texts.js';
import type { DemoCard, Presentation, TillView } from './screen.js';

interface Props {
  readonly cards: readonly DemoCard[];
  readonly view: TillView;
  readonly onPresent: (card: DemoCard, entry: Presentation) => void;
}

const PRESENTATIONS: ReadonlyArray<readonly [Presentation, 'tap' | 'insert' | 'swipe']> = [
  ['contactless', 'tap'],
  ['contact', 'insert'],
  ['stripe', 'swipe'],
];

/** Cards for load tests are no use at a counter. */
const FOR_LOAD = /^load-/;

export function CardTray({ cards, view, onPresent }: Props) {
  const say = useTexts(posTexts);
  const [entry, setEntry] = useState<Presentation>('contactless');
  const isReady = view.screen.at === 'card';
  return (
    <aside className="tray" aria-label={say('tray')}>
      <div className="tray-head">
        <h2>{say('tray')}</h2>
        <fieldset className="choice">
          <legend className="unseen">{say('how')}</legend>
          {PRESENTATIONS.map(([one, name]) => (
            <button key={one} type="button" aria-pressed={one === entry} onClick={() => setEntry(one)}>
              {say(name)}
            </button>
          ))}
        </fieldset>
        {isReady && <span className="faint">{say('trayReady')}</span>}
        {view.screen.at === 'amount' && <span className="faint">{say('trayHint')}</span>}
      </div>
      <ul className="cards">
        {cards
          .filter(({ name }) => !FOR_LOAD.test(name))
          .map((card) => (
            <li key={card.name} className={card === view.presented ? 'presented' : undefined}>
              <CardFace {...{ card, isReady }} onPresent={() => onPresent(card, entry)} />
            </li>
          ))}
      </ul>
    </aside>
  );
}

function CardFace(props: {
  readonly card: DemoCard;
  readonly isReady: boolean;
  readonly onPresent: () => void;
}) {
  const { card } = props;
  const say = useTexts(posTexts);
  const words = useWords();
  return (
    <button
      type="button"
      className={`card ${card.product}`}
      data-card={card.name}
      disabled={!props.isReady}
      onClick={props.onPresent}
    >
      <span className="card-line">
        <b>{words(card.issuerName)}</b>
        <span className="card-name">{card.name}</span>
      </span>
      <span className="bytes card-pan">{maskedPanOf(card)}</span>
      <span className="card-line">
        <span>{card.note ? say('expect', { note: words(card.note) }) : ''}</span>
        <span className="card-pin">
          {say('pin')} <b className="bytes">{card.pin}</b>
        </span>
      </span>
    </button>
  );
}
