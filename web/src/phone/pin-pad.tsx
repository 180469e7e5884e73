// Ten keys for a PIN, in a new order each time. The digits are kept beside the page: no element holds one that was
// typed, so that nothing can read, fill or paste it; dots say how many there are (ISO 9564-1, entry on glass).

import { useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../language/language.js';
import { phoneTexts } from './phone-texts.js';

const SHORTEST = 4;
const LONGEST = 12;

interface Props {
  readonly title: string;
  /** Digit values; whoever takes them wipes them. */
  readonly onEntered: (digits: Uint8Array) => void;
  readonly onBack: () => void;
}

export function PinPad({ title, onEntered, onBack }: Props) {
  const say = useTexts(phoneTexts);
  const digits = useRef(new Uint8Array(LONGEST));
  const [length, setLength] = useState(0);
  const [isPasted, setPasted] = useState(false);
  const keys = useMemo(shuffled, []);
  useEffect(() => {
    const typed = digits.current;
    const refuse = (event: Event): void => {
      event.preventDefault();
      setPasted(true);
    };
    addEventListener('paste', refuse);
    return () => {
      removeEventListener('paste', refuse);
      typed.fill(0);
    };
  }, []);
  const press = (digit: number): void => {
    setPasted(false);
    if (length === LONGEST) return;
    digits.current[length] = digit;
    setLength(length + 1);
  };
  const enter = (): void => {
    const entered = digits.current.slice(0, length);
    digits.current.fill(0);
    setLength(0);
    onEntered(entered);
  };
  return (
    <fieldset className="pin-pad">
      <legend>{title}</legend>
      <p className="pin-dots">
        <span aria-hidden="true">{'●'.repeat(length) || '\u00a0'}</span>
        <span className="unseen" role="status">
          {say('digitsEntered', { count: length })}
        </span>
      </p>
      {isPasted && <p className="notice doubt">{say('pinNoPaste')}</p>}
      <div className="pin-keys">
        {keys.map((digit) => (
          <button type="button" className="button" key={digit} onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" className="button" onClick={() => setLength(Math.max(0, length - 1))}>
          {say('pinClear')}
        </button>
        <button type="button" className="button first" disabled={length < SHORTEST} onClick={enter}>
          {say('pinEnter')}
        </button>
      </div>
      <button type="button" className="button quiet" onClick={onBack}>
        {say('back')}
      </button>
    </fieldset>
  );
}

/** Fisher and Yates over random words: ten of them leave no bias that anybody could use. */
function shuffled(): readonly number[] {
  const order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const random = crypto.getRandomValues(new Uint32Array(order.length));
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = random[at]! % (at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
