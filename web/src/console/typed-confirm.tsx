// A step that cannot be undone by a click: its name has to be typed again before the button works.

import { type FormEvent, useState } from 'react';
import { type HostError, tellHost } from '../session/ask-host.js';
import { Failure } from './failure.js';

export function TypedConfirm(props: {
  readonly path: string;
  /** What is to be typed. */
  readonly name: string;
  readonly label: string;
  readonly button: string;
  readonly done: () => void;
}) {
  const { path, name, label, button, done } = props;
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<HostError>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setRefused(undefined);
    tellHost(path, {}).then(done, setRefused);
  };
  return (
    <>
      <form className="key-end" onSubmit={submit}>
        <label className="field">
          <span>{label}</span>
          <input
            className="bytes"
            value={typed}
            placeholder={name}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <button className="button danger" type="submit" disabled={typed !== name}>
          {button}
        </button>
      </form>
      {refused && <Failure error={refused} again={() => setRefused(undefined)} />}
    </>
  );
}
