// The doctor's words: what the bytes are, where they break, the mistakes that explain it.

import type { Diagnosis, Ranked } from '@tillgate/doctor';
import { useTexts, useWords } from '../language/language.js';
import { labTexts } from './lab-texts.js';

export function DiagnosisView({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const say = useTexts(labTexts);
  const { framing, header, dialect, breaks, causes, reading } = diagnosis;
  const isWell = causes.length === 0 && reading?.clean === true;
  return (
    <section className={isWell ? 'diagnosis verdict good' : 'diagnosis verdict bad'} aria-live="polite">
      <dl>
        <Likeliest name={say('framing')} ranked={framing} />
        <Likeliest name={say('header')} ranked={header} />
        <Likeliest name={say('dialect')} ranked={dialect} />
      </dl>
      {isWell ? (
        <p>✓ {say('well')}</p>
      ) : (
        <>
          {breaks && <p>✕ {say('breaksAt', { ...breaks })}</p>}
          {causes.length === 0 ? <p>{say('unexplained')}</p> : <Causes causes={causes} />}
        </>
      )}
    </section>
  );
}

function Likeliest({ name, ranked }: { readonly name: string; readonly ranked: readonly Ranked[] }) {
  const words = useWords();
  const [first] = ranked;
  if (!first) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd title={first.evidence.map(words).join('\n')}>
        {words(first.name)} <span className="faint">{percent(first.confidence)}</span>
      </dd>
    </div>
  );
}

function Causes({ causes }: { readonly causes: Diagnosis['causes'] }) {
  const say = useTexts(labTexts);
  const words = useWords();
  return (
    <>
      <h2>{say('causes')}</h2>
      <ol className="causes">
        {causes.map((cause) => (
          <li key={`${cause.id} ${cause.field}`} title={cause.evidence.map(words).join('\n')}>
            <span className="percent">{percent(cause.confidence)}</span> <strong>{words(cause.what)}</strong>{' '}
            <span className="faint">{say('inField', { field: cause.field, offset: cause.offset })}</span>
            <br />
            {words(cause.advice)}
          </li>
        ))}
      </ol>
    </>
  );
}

function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}
