// Who works at the till.

import type { DemoWorld } from '@tillgate/server/api';
import { useState } from 'react';
import { useTexts } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import { SecretDots } from './secret-dots.js';
import type { Till } from './till.js';
import { useDigits } from './use-digits.js';

const FIRST_CASHIER = '01';
const LONGEST_PASSWORD = 12;

export function OperatorScreen(props: {
  readonly operators: DemoWorld['operators'];
  readonly isRefused: boolean;
  readonly till: Till;
}) {
  const { operators, till } = props;
  const say = useTexts(posTexts);
  const [id, setId] = useState(FIRST_CASHIER);
  const password = useDigits(LONGEST_PASSWORD);
  usePad((key) => {
    if (key === 'enter' && password.length > 0) void till.logIn(id, password.take());
    else if (key === 'cancel') password.take();
    else password.press(key);
  });
  const first = operators.find((one) => one.id === id)?.firstPassword;
  return (
    <div className="screen">
      <h1>{say('logIn')}</h1>
      <fieldset className="choice">
        <legend className="unseen">{say('operatorNo')}</legend>
        {operators.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-pressed={one.id === id}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              password.take();
              setId(one.id);
            }}
          >
            {one.id}
          </button>
        ))}
      </fieldset>
      <p>{say('operatorPassword', { id })}</p>
      <SecretDots length={password.length} />
      {props.isRefused && password.length === 0 && (
        <p className="notice bad" role="alert">
          {say('refused')}
        </p>
      )}
      {first !== undefined && (
        <p className="training-hint">{say('firstPasswordHint', { password: first })}</p>
      )}
    </div>
  );
}
