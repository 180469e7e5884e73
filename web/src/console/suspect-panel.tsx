// One suspected terminal: in or out of service, the cards that were presented there, and what was done.

import type { CardSeen, SuspectDetail } from '@tillgate/server/api';
import { useState } from 'react';
import { momentOf } from '../format/moment.js';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { useAnswer } from '../session/use-answer.js';
import { AnswerPart } from './answer-page.js';
import { Failure } from './failure.js';
import { suspectsTexts } from './suspects-texts.js';
import { TableHead } from './table-head.js';
import { TypedConfirm } from './typed-confirm.js';

const COLUMNS = ['card', 'bank', 'status', 'times', 'last', 'withPin', 'byStripe'] as const;

export function SuspectPanel(props: { readonly terminalId: string; readonly changed: () => void }) {
  const say = useTexts(suspectsTexts);
  const { terminalId } = props;
  const path = `/api/suspects/${encodeURIComponent(terminalId)}`;
  const asked = useAnswer<SuspectDetail>(path);
  const changed = (): void => {
    asked.again();
    props.changed();
  };
  return (
    <AnswerPart asked={asked}>
      {({ suspect, since, cards, steps }) => (
        <article className="diagnosis suspect">
          <h2 className="bytes">{terminalId}</h2>
          {suspect && <StatusButton terminalId={terminalId} status={suspect.status} done={changed} />}
          <p>{say('cardsLead', { since: momentOf(since) })}</p>
          {cards.length === 0 ? <p className="faint">{say('noCards')}</p> : <CardTable cards={cards} />}
          {cards.some(({ status, isElsewhere }) => status === 'active' && !isElsewhere) && (
            <TypedConfirm
              {...{ path: `${path}/freeze`, name: terminalId, button: say('freeze'), done: changed }}
              label={say('typeTerminal', { name: terminalId })}
            />
          )}
          {steps.length > 0 && <h3>{say('done')}</h3>}
          <ol className="plain">
            {steps.map(({ at, what, by }) => (
              <li key={`${at} ${what}`}>
                {momentOf(at)} · {say(`step_${what}`)} · {by === 'rule' ? say('byRule') : by}
              </li>
            ))}
          </ol>
        </article>
      )}
    </AnswerPart>
  );
}

function StatusButton(props: {
  readonly terminalId: string;
  readonly status: string;
  readonly done: () => void;
}) {
  const say = useTexts(suspectsTexts);
  const [refused, setRefused] = useState<HostError>();
  const isActive = props.status === 'active';
  const turn = (): void => {
    setRefused(undefined);
    const path = `/api/terminals/${encodeURIComponent(props.terminalId)}/status`;
    tellHost(path, { status: isActive ? 'suspended' : 'active' }).then(props.done, setRefused);
  };
  return (
    <>
      <button className={`button ${isActive ? 'danger' : ''}`} type="button" onClick={turn}>
        {say(isActive ? 'suspend' : 'resume')}
      </button>
      {refused && <Failure error={refused} again={() => setRefused(undefined)} />}
    </>
  );
}

function CardTable({ cards }: { readonly cards: readonly CardSeen[] }) {
  const say = useTexts(suspectsTexts);
  const words = useWords();
  const mark = (is: boolean) => (is ? <span className="state declined">{say('yes')}</span> : '');
  return (
    <table className="plain">
      <TableHead names={COLUMNS} say={say} />
      <tbody>
        {cards.map((card) => (
          <tr key={card.cardId}>
            <td className="bytes">{card.panMasked}</td>
            <td>{words(card.issuerName)}</td>
            <td>{card.isElsewhere ? say('elsewhere') : say(`card_${card.status}` as 'card_active')}</td>
            <td className="figure">{card.times}</td>
            <td>{momentOf(card.lastAt)}</td>
            <td>{mark(card.withPin)}</td>
            <td>{mark(card.byStripe)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
