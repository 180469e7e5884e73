// A message built field by field; its bytes follow every key.

import { type Dialect, dialects } from '@tillgate/doctor';
import { useState } from 'react';
import { CopyButton } from '../console/copy-button.js';
import { useTexts, useWords } from '../language/language.js';
import { type Built, buildMessage, type Draft, firstDraft, posField } from './build-message.js';
import { labTexts } from './lab-texts.js';
import { DialectChoice } from './read-panel.js';

export function BuildPanel({ onRead }: { readonly onRead: (hex: string) => void }) {
  const say = useTexts(labTexts);
  const [dialect, setDialect] = useState<Dialect>(dialects[0]!);
  const [draft, setDraft] = useState<Draft>({ ...firstDraft, fields: [...firstDraft.fields, posField] });
  const built = buildMessage(dialect, draft);
  const change = (field: number, text: string | undefined): void => {
    const others = draft.fields.filter((one) => one.field !== field);
    const fields = text === undefined ? others : [...others, { field, text }];
    setDraft({ ...draft, fields: fields.sort((one, other) => one.field - other.field) });
  };
  return (
    <>
      <div className="lab-line">
        <DialectChoice picked={dialect} onPick={(one) => one && setDialect(one)} mustPick />
        <label>
          {say('mti')}{' '}
          <input
            className="bytes"
            size={4}
            maxLength={4}
            value={draft.mti}
            onChange={(event) => setDraft({ ...draft, mti: event.currentTarget.value })}
          />
        </label>
      </div>
      <DraftTable
        dialect={dialect}
        draft={draft}
        onChange={change}
        wrong={'hex' in built ? undefined : built.field}
      />
      <AddField dialect={dialect} draft={draft} onAdd={(field) => change(field, '')} />
      <Result built={built} onRead={onRead} />
    </>
  );
}

function DraftTable(props: {
  readonly dialect: Dialect;
  readonly draft: Draft;
  readonly wrong: string | undefined;
  readonly onChange: (field: number, text: string | undefined) => void;
}) {
  const say = useTexts(labTexts);
  const words = useWords();
  return (
    <table className="plain built">
      <thead>
        <tr>
          <th>{say('field')}</th>
          <th>{say('value')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {props.draft.fields.map(({ field, text }) => {
          const row = props.dialect.spec.fields[field];
          return (
            <tr key={field}>
              <th scope="row">
                <span className="bytes">{field}</span> {row && words(row.name)}
              </th>
              <td>
                <input
                  className="bytes"
                  aria-label={`${field} ${row ? words(row.name) : ''}`}
                  aria-invalid={props.wrong === String(field)}
                  value={text}
                  onChange={(event) => props.onChange(field, event.currentTarget.value)}
                />
              </td>
              <td>
                <button
                  className="button quiet small"
                  type="button"
                  aria-label={say('removeField', { field })}
                  onClick={() => props.onChange(field, undefined)}
                >
                  ✕
                </button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function AddField(props: {
  readonly dialect: Dialect;
  readonly draft: Draft;
  readonly onAdd: (field: number) => void;
}) {
  const say = useTexts(labTexts);
  const words = useWords();
  const there = new Set(props.draft.fields.map(({ field }) => field));
  const free = Object.entries(props.dialect.spec.fields).filter(([field]) => !there.has(Number(field)));
  return (
    <select
      className="lab-line"
      aria-label={say('addField')}
      value=""
      onChange={(event) => props.onAdd(Number(event.currentTarget.value))}
    >
      <option value="">{say('addField')}</option>
      {free.map(([field, row]) => (
        <option key={field} value={field}>
          {field} {words(row.name)}
        </option>
      ))}
    </select>
  );
}

function Result({ built, onRead }: { readonly built: Built; readonly onRead: (hex: string) => void }) {
  const say = useTexts(labTexts);
  if (!('hex' in built)) {
    return (
      <p className="wrong" role="alert">
        {say('doesNotFit', { ...built })}
      </p>
    );
  }
  return (
    <div className="lab-result">
      <output className="bytes">{built.hex.replace(/../g, '$& ')}</output>
      <p>
        <CopyButton text={built.hex} />{' '}
        <button className="button" type="button" onClick={() => onRead(built.hex)}>
          {say('readIt')}
        </button>
      </p>
    </div>
  );
}
