// One message read: what it is, what is wrong with it, and its bytes beside its fields, each pointing at the other.

import { type Dialect, dialects } from '@tillgate/doctor';
import { useMemo, useState } from 'react';
import { FieldTable } from '../console/field-table.js';
import { HexView } from '../console/hex-view.js';
import { useTexts, useWords } from '../language/language.js';
import { buildMessage, firstDraft, posField } from './build-message.js';
import { DiagnosisView } from './diagnosis-view.js';
import { HexInput } from './hex-input.js';
import { labTexts } from './lab-texts.js';
import { bytesOf, type ReadMessage, readMessage } from './read-message.js';
import '../console/message.css';

export function ReadPanel(props: { readonly text: string; readonly onText: (text: string) => void }) {
  const say = useTexts(labTexts);
  const [picked, setPicked] = useState<Dialect>();
  const read = useMemo(() => {
    const bytes = bytesOf(props.text);
    return bytes && readMessage(bytes, picked);
  }, [props.text, picked]);
  return (
    <>
      <HexInput name={say('paste')} text={props.text} onText={props.onText} />
      <div className="lab-line">
        <DialectChoice picked={picked} onPick={setPicked} />
        {props.text === '' && (
          <button className="button small" type="button" onClick={() => props.onText(example())}>
            {say('example')}
          </button>
        )}
      </div>
      {read && (
        <>
          <DiagnosisView diagnosis={read.diagnosis} />
          <Bytes read={read} />
        </>
      )}
    </>
  );
}

/** The first message of the build panel. */
function example(): string {
  const built = buildMessage(dialects[0]!, { ...firstDraft, fields: [...firstDraft.fields, posField] });
  return 'hex' in built ? built.hex : '';
}

export function DialectChoice(props: {
  readonly picked: Dialect | undefined;
  readonly onPick: (dialect: Dialect | undefined) => void;
  readonly mustPick?: boolean;
}) {
  const say = useTexts(labTexts);
  const words = useWords();
  return (
    <label>
      {say('dialect')}{' '}
      <select
        value={props.picked?.id ?? ''}
        onChange={(event) => props.onPick(dialects.find(({ id }) => id === event.currentTarget.value))}
      >
        {!props.mustPick && <option value="">{say('likeliest')}</option>}
        {dialects.map((one) => (
          <option key={one.id} value={one.id}>
            {words(one.name)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Bytes({ read }: { readonly read: ReadMessage }) {
  const [pointed, setPointed] = useState<string>();
  const [picked, setPicked] = useState<string>();
  const mark = {
    marked: pointed ?? picked,
    onPoint: setPointed,
    onPick: (field: string) => setPicked(field === picked ? undefined : field),
  };
  return (
    <section className="message">
      <div className="message-sides">
        <HexView hex={read.hex} fields={read.fields} {...mark} />
        <FieldTable fields={read.fields} {...mark} />
      </div>
    </section>
  );
}
