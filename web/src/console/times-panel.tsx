// Where the time of a payment went, part by part, beside what is usual for its kind; a dash is what nobody knows.

import type { SpentTimes } from '@tillgate/server/api';
import { microsOf } from '../format/moment.js';
import { useTexts, useWords } from '../language/language.js';
import { timesTexts } from './diagnosis-texts.js';

const COLUMNS = ['part', 'took', 'median', 'p95'] as const;

export function TimesPanel({ times }: { readonly times: SpentTimes | null }) {
  const say = useTexts(timesTexts);
  const words = useWords();
  if (times === null) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{say('title')}</h2>
        <span className="faint">{say('comparedWith', { count: times.comparedWith })}</span>
      </div>
      <p>{words(times.says)}</p>
      <table className="plain times-table">
        <thead>
          <tr>
            {COLUMNS.map((name) => (
              <th key={name} className={name === 'part' ? undefined : 'number'}>
                {say(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.parts.map(({ part, name, micros, medianMicros, p95Micros, isSlow }) => (
            <tr key={part} data-part={part}>
              <td>
                {words(name)} {isSlow && <span className="state doubt">{say('slow')}</span>}
              </td>
              <Micros value={micros} />
              <Micros value={medianMicros} />
              <Micros value={p95Micros} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Micros({ value }: { readonly value: number | null }) {
  const say = useTexts(timesTexts);
  if (value !== null) return <td className="number">{microsOf(value)}</td>;
  return (
    <td className="number faint" title={say('notKnown')}>
      –<span className="unseen">{say('notKnown')}</span>
    </td>
  );
}
