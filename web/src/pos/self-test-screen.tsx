// The first steps of the self-test, which need a person: press a key, and say whether a slip came out.

import type { DeviceStatus } from '@tillgate/terminal';
import { useTexts } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { Till } from './till.js';

interface Props {
  readonly tries: 'keypad' | 'printer';
  readonly devices: DeviceStatus;
  readonly till: Till;
}

const ASKED_KEY = '5';

export function SelfTestScreen(props: Props) {
  return props.tries === 'keypad' ? <TryKeypad {...props} /> : <TryPrinter {...props} />;
}

function TryKeypad({ devices, till }: Props) {
  const say = useTexts(posTexts);
  usePad((key) => {
    if (key === 'cancel') till.show({ at: 'menu', menu: 'manage' });
    else if (key === ASKED_KEY || key === 'clear') {
      const keypad = key === ASKED_KEY;
      till.show({ at: 'self-test', tries: 'printer', devices: { ...devices, keypad, display: true } });
    }
  });
  return (
    <div className="screen">
      <h1>{say('selfTest')}</h1>
      <p className="big-amount">{ASKED_KEY}</p>
      <p>{say('tryKey')}</p>
      <p className="faint">{say('tryKeyHint')}</p>
    </div>
  );
}

function TryPrinter({ devices, till }: Props) {
  const say = useTexts(posTexts);
  const answer = (printer: boolean): void => void testRest(till, { ...devices, printer });
  usePad((key) => {
    if (key === 'cancel') till.show({ at: 'menu', menu: 'manage' });
    else if (key === '1' || key === 'enter') answer(true);
    else if (key === '2') answer(false);
  });
  return (
    <div className="screen">
      <h1>{say('selfTest')}</h1>
      <p>{say('tryPrinter')}</p>
      <button className="button" type="button" onClick={() => print()}>
        {say('printTest')}
      </button>
      <ol className="menu">
        <li>
          <button type="button" onClick={() => answer(true)}>
            <span className="bytes">1</span>
            {say('works')}
          </button>
        </li>
        <li>
          <button type="button" onClick={() => answer(false)}>
            <span className="bytes">2</span>
            {say('doesNotWork')}
          </button>
        </li>
      </ol>
    </div>
  );
}

/** The devices as the operator has tried them; the terminal tests the rest. */
async function testRest(till: Till, devices: DeviceStatus): Promise<void> {
  await till.perform((terminal) => terminal.selfTest(devices));
  const { screen } = till.view;
  const found = screen.at === 'result' ? screen.outcome.selfTest : undefined;
  if (found) till.show({ at: 'self-tested', found });
}
