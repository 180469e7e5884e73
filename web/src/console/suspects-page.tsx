// Terminals that may be copies or in wrong hands: most suspicious first, and behind each line the cards that were
// presented there and what people did.

import type { Suspect } from '@tillgate/server/api';
import { momentOf } from '../format/moment.js';
import { useTexts, useWords } from '../language/language.js';
import { followHere, linkTo } from './address.js';
import { AnswerPage } from './answer-page.js';
import { QuarantineRulePanel } from './quarantine-rule.js';
import { SuspectPanel } from './suspect-panel.js';
import { suspectsTexts } from './suspects-texts.js';
import { usePageAnswer } from './use-page-answer.js';
import './diagnosis.css';
import { TableHead } from './table-head.js';

const COLUMNS = ['terminal', 'status', 'score', 'provedScore', 'since', 'cards', 'evidence'] as const;

export function SuspectsPage(props: {
  readonly open: string | undefined;
  readonly onSessionEnd: () => void;
}) {
  const say = useTexts(suspectsTexts);
  const asked = usePageAnswer<readonly Suspect[]>('/api/suspects', props.onSessionEnd);
  return (
    <AnswerPage name="suspects-page" title={say('title')} lead={say('lead')} asked={asked}>
      {(all) => (
        <>
          {props.open && <SuspectPanel key={props.open} terminalId={props.open} changed={asked.again} />}
          {all.length === 0 ? <p className="notice good">{say('none')}</p> : <SuspectTable all={all} />}
          <QuarantineRulePanel />
        </>
      )}
    </AnswerPage>
  );
}

function SuspectTable({ all }: { readonly all: readonly Suspect[] }) {
  const say = useTexts(suspectsTexts);
  const words = useWords();
  return (
    <table className="plain suspect-table">
      <TableHead names={COLUMNS} say={say} />
      <tbody>
        {all.map(({ terminalId, status, score, provedScore, since, cardsSeen, evidence }) => {
          const address = { page: 'suspects', open: terminalId };
          return (
            <tr key={terminalId}>
              <td>
                <a className="bytes" href={linkTo(address)} onClick={(event) => followHere(event, address)}>
                  {terminalId}
                </a>
              </td>
              <td>
                <span className={`state ${status === 'active' ? '' : 'declined'}`}>
                  {say(status as 'active')}
                </span>
              </td>
              <td className="figure">{score.toFixed(2)}</td>
              <td className="figure">{provedScore.toFixed(2)}</td>
              <td>{momentOf(since)}</td>
              <td className="figure">{cardsSeen}</td>
              <td>
                <ul className="evidence">
                  {evidence.map((one) => (
                    <li key={one.what} data-what={one.what}>
                      {words(one.words)} ×{one.times}{' '}
                      {one.proved > 0 ? (
                        <span className="state declined">{say('proved', { count: one.proved })}</span>
                      ) : (
                        <span className="faint">{say('unproved')}</span>
                      )}{' '}
                      {one.lastRrn !== '' && (
                        <a
                          className="bytes faint"
                          href={linkTo({ rrn: one.lastRrn })}
                          onClick={(event) => followHere(event, { rrn: one.lastRrn })}
                        >
                          {one.lastRrn}
                        </a>
                      )}
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
