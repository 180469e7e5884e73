// Terminals: the list, and behind each line its diagnosis from both sides.

import type { TerminalKeys } from '@tillgate/server/api';
import { useTexts, useWords } from '../language/language.js';
import { followHere, linkTo } from './address.js';
import { AnswerPage } from './answer-page.js';
import { diagnosisTexts } from './diagnosis-texts.js';
import { TerminalDiagnosisView } from './terminal-diagnosis.js';
import { usePageAnswer } from './use-page-answer.js';
import './diagnosis.css';
import { TableHead } from './table-head.js';

const COLUMNS = ['terminal', 'merchant', 'profile', 'ownKey', 'workingKeys'] as const;

export function TerminalsPage(props: {
  readonly open: string | undefined;
  readonly onSessionEnd: () => void;
}) {
  const say = useTexts(diagnosisTexts);
  const asked = usePageAnswer<readonly TerminalKeys[]>('/api/keys', props.onSessionEnd);
  return (
    <AnswerPage name="terminals-page" title={say('title')} lead={say('lead')} asked={asked}>
      {(all) => (
        <>
          {props.open && (
            <TerminalDiagnosisView
              key={props.open}
              terminalId={props.open}
              onSessionEnd={props.onSessionEnd}
            />
          )}
          <TerminalTable all={all} open={props.open} />
        </>
      )}
    </AnswerPage>
  );
}

function TerminalTable({
  all,
  open,
}: {
  readonly all: readonly TerminalKeys[];
  readonly open?: string | undefined;
}) {
  const say = useTexts(diagnosisTexts);
  const words = useWords();
  return (
    <section>
      <h2>{say('all')}</h2>
      <table className="plain terminal-table">
        <TableHead names={COLUMNS} say={say} />
        <tbody>
          {all.map(({ terminalId, merchantName, profile, own, working, messages }) => {
            const address = { page: 'terminals', open: terminalId };
            return (
              <tr key={terminalId} className={terminalId === open ? 'chosen' : undefined}>
                <td>
                  <a className="bytes" href={linkTo(address)} onClick={(event) => followHere(event, address)}>
                    {terminalId}
                  </a>
                </td>
                <td>{words(merchantName)}</td>
                <td>{profile}</td>
                <td className="bytes">{own.kcv}</td>
                <td className="bytes">{working ? working.kcv.mac : (messages ?? say('none'))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
