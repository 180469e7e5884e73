// Two messages side by side, field by field.

import { useMemo, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { type ComparedField, compareFields } from './compare-messages.js';
import { HexInput } from './hex-input.js';
import { labTexts } from './lab-texts.js';
import { bytesOf, readMessage } from './read-message.js';

export function ComparePanel(props: {
  readonly left: string;
  readonly right: string;
  readonly onLeft: (text: string) => void;
  readonly onRight: (text: string) => void;
}) {
  const say = useTexts(labTexts);
  const [onlyDifferences, setOnlyDifferences] = useState(true);
  const rows = useMemo(() => {
    const [left, right] = [bytesOf(props.left), bytesOf(props.right)];
    if (!left || !right) return undefined;
    return compareFields(readMessage(left, undefined).fields, readMessage(right, undefined).fields);
  }, [props.left, props.right]);
  const shown = rows?.filter(({ differs }) => differs || !onlyDifferences);
  return (
    <>
      <div className="lab-pair">
        <HexInput name={say('left')} text={props.left} onText={props.onLeft} />
        <HexInput name={say('right')} text={props.right} onText={props.onRight} />
      </div>
      <label className="lab-line">
        <input
          type="checkbox"
          checked={onlyDifferences}
          onChange={(event) => setOnlyDifferences(event.currentTarget.checked)}
        />{' '}
        {say('onlyDifferences')}
      </label>
      {shown && (shown.length === 0 ? <p>{say('same')}</p> : <Rows rows={shown} />)}
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly ComparedField[] }) {
  const say = useTexts(labTexts);
  const words = useWords();
  return (
    <table className="plain compared">
      <thead>
        <tr>
          <th>{say('field')}</th>
          <th>{say('left')}</th>
          <th>{say('right')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.field} className={row.differs ? 'differs' : undefined}>
            <th scope="row">
              <span className="bytes">{row.field}</span> {words(row.name)}
            </th>
            <td className="bytes">{row.left ?? <em>{say('absent')}</em>}</td>
            <td className="bytes">{row.right ?? <em>{say('absent')}</em>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
