// The box that hexadecimal is pasted into; it says so when what stands there is none.

import { useId } from 'react';
import { useTexts } from '../language/language.js';
import { labTexts } from './lab-texts.js';
import { bytesOf } from './read-message.js';

export function HexInput(props: {
  readonly name: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}) {
  const say = useTexts(labTexts);
  const id = useId();
  const isWrong = props.text.trim() !== '' && bytesOf(props.text) === undefined;
  return (
    <div className="hex-input">
      <label htmlFor={id}>{props.name}</label>
      <textarea
        id={id}
        className="bytes"
        rows={4}
        spellCheck={false}
        autoComplete="off"
        placeholder={say('pasteHint')}
        value={props.text}
        aria-invalid={isWrong}
        onChange={(event) => props.onText(event.currentTarget.value)}
      />
      {isWrong && <p className="wrong">{say('notHex')}</p>}
    </div>
  );
}
