// The keypad on the glass. Cancel, clear and enter have their colours, signs and words (EN 1332-3).

import { useEffect } from 'react';
import { useTexts } from '../language/language.js';
import { type PadKey, type PadLayout, padKeyOf } from './pad.js';
import { posTexts } from './pos-texts.js';

interface Props {
  readonly layout: PadLayout;
  readonly hasDoubleZero: boolean;
  readonly onKey: (key: PadKey) => void;
}

export function Keypad({ layout, hasDoubleZero, onKey }: Props) {
  const say = useTexts(posTexts);
  useKeyboard(onKey);
  const digit = (at: number) => {
    const name = layout.digits[at] ?? '0';
    return <Key key={name} name={name} onPress={() => onKey(name)} />;
  };
  const classes = ['keypad', layout.isQuiet ? 'quiet' : '', layout.isLarge ? 'large' : ''];
  return (
    <fieldset className={classes.join(' ')} aria-label={say('keypad')}>
      {[0, 1, 2, 3, 4, 5, 6, 7, 8].map(digit)}
      {hasDoubleZero ? <Key name="00" onPress={() => onKey('00')} /> : <span />}
      {digit(9)}
      <span />
      <Key name="✕" word={say('cancelKey')} tone="cancel" onPress={() => onKey('cancel')} />
      <Key name="⌫" word={say('clearKey')} tone="clear" onPress={() => onKey('clear')} />
      <Key name="○" word={say('enterKey')} tone="enter" onPress={() => onKey('enter')} />
    </fieldset>
  );
}

function Key(props: {
  readonly name: string;
  readonly word?: string;
  readonly tone?: string;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className={props.tone ? `key ${props.tone}` : 'key'}
      data-key={props.tone ?? props.name}
      // A mouse must not leave the focus here: Enter on the keyboard is the green key.
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onPress}
    >
      <span aria-hidden={props.word !== undefined}>{props.name}</span>
      {props.word && <small>{props.word}</small>}
    </button>
  );
}

function useKeyboard(onKey: (key: PadKey) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const key = padKeyOf(event);
      // Enter on a button or link that has the focus is that button's.
      const isTheirs = key === 'enter' && (event.target as HTMLElement).closest('button, a, input, summary');
      if (key === undefined || isTheirs) return;
      event.preventDefault();
      onKey(key);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [onKey]);
}
