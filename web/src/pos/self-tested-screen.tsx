// What the self-test found: each check with what was seen, and the next step beside what is bad.

import type { Check, SelfTest } from '@tillgate/terminal';
import { useTexts, useWords } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { Till } from './till.js';

const VERDICTS = {
  good: ['approved', '✓', 'good'],
  bad: ['declined', '✕', 'bad'],
  unknown: ['doubt', '?', 'notTried'],
} as const;

const RANKS = { bad: 0, unknown: 1, good: 2 } as const;

export function SelfTestedScreen(props: {
  readonly found: SelfTest;
  readonly till: Till;
  readonly terminalId: string;
}) {
  const { found, till, terminalId } = props;
  const say = useTexts(posTexts);
  const bad = found.checks.filter(({ verdict }) => verdict === 'bad').length;
  // What is bad first: the screen of a till is small.
  const inOrder = [...found.checks].sort((one, other) => RANKS[one.verdict] - RANKS[other.verdict]);
  const back = (): void => till.show({ at: 'menu', menu: 'manage' });
  usePad(back);
  return (
    <div className="screen self-tested">
      <h1>{bad === 0 ? say('testedWell') : say('testedBad', { count: bad })}</h1>
      {!found.wasTold && <p className="notice doubt">{say('notTold')}</p>}
      <ul className="check-list">
        {inOrder.map((check) => (
          <CheckLine key={check.check} check={check} />
        ))}
      </ul>
      <div className="screen-keys">
        <button className="button first" type="button" onClick={back}>
          {say('back')}
        </button>
        <a className="button" href={`/console/?page=terminals&open=${terminalId}`} target="tillgate-console">
          {say('atTheHost')}
        </a>
      </div>
    </div>
  );
}

function CheckLine({ check: { check, verdict, name, seen, next } }: { readonly check: Check }) {
  const say = useTexts(posTexts);
  const words = useWords();
  const [tone, sign, text] = VERDICTS[verdict];
  return (
    <li data-check={check} data-verdict={verdict}>
      <span className={`check-sign ${tone}`} title={say(text)}>
        <span aria-hidden="true">{sign}</span>
        <span className="unseen">{say(text)}</span>
      </span>
      <span>{words(name)}</span>
      <span className="bytes faint">{seen}</span>
      {next && <b>{words(next)}</b>}
    </li>
  );
}
