// One terminal from both sides: a line each, the differing ones first to the eye; the way of its test message; and what
// was refused of it, with its cause.

import type { SideBySide, TerminalDiagnosis } from '@tillgate/server/api';
import { agoOf, dateOf, timeOf, ZONE_LABEL } from '../format/moment.js';
import { useLanguage, useTexts, useWords } from '../language/language.js';
import { followHere, linkTo } from './address.js';
import { CauseLink } from './cause-link.js';
import { CopyButton } from './copy-button.js';
import { diagnosisTexts, valueTexts } from './diagnosis-texts.js';
import { Failure } from './failure.js';
import { KnownSoftwarePanel } from './known-software.js';
import { PaymentTimes } from './payment-times.js';
import { useNow } from './use-now.js';
import { usePageAnswer } from './use-page-answer.js';

const LOOK_EVERY_MS = 3000;
const TONES = { same: 'approved', differs: 'declined', 'not-known': 'doubt' } as const;
const SIDE_COLUMNS = ['item', 'terminalSays', 'hostHolds', 'verdict', 'next'] as const;

export function TerminalDiagnosisView(props: {
  readonly terminalId: string;
  readonly onSessionEnd: () => void;
}) {
  const { terminalId, onSessionEnd } = props;
  const path = `/api/terminals/${encodeURIComponent(terminalId)}/diagnosis`;
  const { answer, error, again } = usePageAnswer<TerminalDiagnosis>(path, onSessionEnd, LOOK_EVERY_MS);
  if (error) return <Failure error={error} again={again} />;
  if (!answer) return <span className="skeleton" style={{ height: '12em' }} />;
  return (
    <article className="diagnosis">
      <Head found={answer} />
      <Sides sides={answer.sides} isTold={answer.reportedAt !== null} />
      <Trip trip={answer.trip} />
      <PaymentTimes payments={answer.payments} typical={answer.typical} />
      <Refused refused={answer.refused} />
      <KnownSoftwarePanel reported={answer.software} />
    </article>
  );
}

function Head({ found }: { readonly found: TerminalDiagnosis }) {
  const say = useTexts(diagnosisTexts);
  const words = useWords();
  const command = `npx tillgate terminal self-test --terminal ${found.terminalId}`;
  return (
    <header>
      <h2>
        <span className="bytes">{found.terminalId}</span> {words(found.merchantName)}
      </h2>
      <dl className="facts">
        <Moment name={say('signedOnAt')} at={found.signedOnAt} />
        <Moment name={say('reportedAt')} at={found.reportedAt} />
        <div>
          <dt>{say('profile')}</dt>
          <dd>{found.profile}</dd>
        </div>
      </dl>
      {found.reportedAt === null && (
        <p className="notice doubt">
          {say('noReport')} <code className="bytes">{command}</code> <CopyButton text={command} />
        </p>
      )}
    </header>
  );
}

function Moment({ name, at }: { readonly name: string; readonly at: number | null }) {
  const say = useTexts(diagnosisTexts);
  const { language } = useLanguage();
  const now = useNow();
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {at === null
          ? say('never')
          : `${dateOf(at)} ${timeOf(at)} ${ZONE_LABEL} · ${agoOf(at, now, language)}`}
      </dd>
    </div>
  );
}

function Sides({ sides, isTold }: { readonly sides: readonly SideBySide[]; readonly isTold: boolean }) {
  const say = useTexts(diagnosisTexts);
  const differing = sides.filter(({ verdict }) => verdict === 'differs').length;
  return (
    <section>
      <h2>{say('sides')}</h2>
      {isTold && <p>{differing === 0 ? say('allSame') : say('differing', { count: differing })}</p>}
      <table className="plain sides-table">
        <thead>
          <tr>
            {SIDE_COLUMNS.map((name) => (
              <th key={name}>{say(name)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sides.map((side) => (
            <Side key={side.what} side={side} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Side({ side }: { readonly side: SideBySide }) {
  const say = useTexts(diagnosisTexts);
  const words = useWords();
  const { what, name, terminal, host, verdict, says, next } = side;
  return (
    <tr data-what={what} className={verdict}>
      <td>{words(name)}</td>
      <Value value={terminal} />
      <Value value={host} />
      <td>
        <span className={`state ${TONES[verdict]}`}>{say(verdict)}</span>
      </td>
      <td>
        {says && <span className="side-says">{words(says)}</span>}
        {next && <b>{words(next)}</b>}
      </td>
    </tr>
  );
}

/** Values that are words are told as such; the others are the same in both languages. */
function Value({ value }: { readonly value: string | null }) {
  const say = useTexts(valueTexts);
  const parts = (value ?? '').split(', ');
  const isWords = parts.every((part) => part in valueTexts);
  if (value === null) return <td>–</td>;
  if (isWords) return <td>{parts.map((part) => say(part as keyof typeof valueTexts)).join(', ')}</td>;
  return <td className="bytes">{value}</td>;
}

function Trip({ trip }: Pick<TerminalDiagnosis, 'trip'>) {
  const say = useTexts(diagnosisTexts);
  const words = useWords();
  if (trip.length === 0) return null;
  return (
    <section>
      <h2>{say('trip')}</h2>
      <dl className="facts trip">
        {trip.map(({ hop, name, ms }) => (
          <div key={hop}>
            <dt>{words(name)}</dt>
            <dd className="number">{ms === null ? say('notKnown') : `${ms} ms`}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Refused({ refused }: Pick<TerminalDiagnosis, 'refused'>) {
  const say = useTexts(diagnosisTexts);
  const words = useWords();
  return (
    <section>
      <h2>{say('refused')}</h2>
      {refused.length === 0 && <p className="faint">{say('noneRefused')}</p>}
      <ul className="refused-list">
        {refused.map((one) => (
          <li key={one.rrn}>
            <span className="bytes">{timeOf(one.at)}</span>{' '}
            <a
              className="bytes"
              href={linkTo({ rrn: one.rrn })}
              onClick={(event) => followHere(event, { rrn: one.rrn })}
            >
              {one.rrn}
            </a>{' '}
            <b>{one.answerCode}</b> <CauseLink id={one.cause} confidence={one.confidence} />
            <p>
              {words(one.words)} <b>{words(one.next)}</b>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
