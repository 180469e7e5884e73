// A message as it was on the line, masked: its bytes on one side, its fields on the other, each pointing at
// the other by tint and by mark.

import type { TransactionView } from '@tillgate/server/api';
import { type Ref, useState } from 'react';
import { useTexts } from '../language/language.js';
import { FieldTable } from './field-table.js';
import { HexView } from './hex-view.js';
import { transactionTexts } from './transaction-texts.js';

export type MessageSide = 'request' | 'answer';

const SIDES: readonly MessageSide[] = ['request', 'answer'];

export function MessagePanel(props: {
  readonly messages: TransactionView['messages'];
  readonly side: MessageSide;
  readonly onSide: (side: MessageSide) => void;
  readonly ref: Ref<HTMLElement>;
}) {
  const say = useTexts(transactionTexts);
  const [pointed, setPointed] = useState<string>();
  const [picked, setPicked] = useState<string>();
  const message = props.messages[props.side];
  const mark = {
    marked: pointed ?? picked,
    onPoint: setPointed,
    onPick: (field: string) => setPicked(field === picked ? undefined : field),
  };
  const turn = (side: MessageSide): void => {
    setPicked(undefined);
    props.onSide(side);
  };
  return (
    <section ref={props.ref} className="message">
      <div className="section-head">
        <h2>
          {say('message')} {message && <span className="bytes">{message.mti}</span>}
        </h2>
        <fieldset className="choice">
          <legend className="unseen">{say('message')}</legend>
          {SIDES.map((side) => (
            <button key={side} type="button" aria-pressed={side === props.side} onClick={() => turn(side)}>
              {say(side)}
            </button>
          ))}
        </fieldset>
      </div>
      {message ? (
        <>
          <p className="faint hint">{say('messageHint')}</p>
          <div className="message-sides">
            <HexView hex={message.hex} fields={message.fields} {...mark} />
            <FieldTable fields={message.fields} {...mark} />
          </div>
        </>
      ) : (
        <p className="faint">{say('noMessage')}</p>
      )}
    </section>
  );
}
