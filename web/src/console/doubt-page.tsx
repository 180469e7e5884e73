// The in-doubt register: each payment that terminal, host and bank do not agree on yet, oldest first.

import type { InDoubt } from '@tillgate/server/api';
import { useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { agoOf, timeOf } from '../format/moment.js';
import { useLanguage, useTexts, useWords } from '../language/language.js';
import { tellHost } from '../session/ask-host.js';
import { followHere, linkTo } from './address.js';
import { AnswerPage } from './answer-page.js';
import { doubtTexts } from './doubt-texts.js';
import { useNow } from './use-now.js';
import { usePageAnswer } from './use-page-answer.js';
import './doubt.css';

const LOOK_EVERY_MS = 3000;

export function DoubtPage(props: { readonly onSessionEnd: () => void }) {
  const say = useTexts(doubtTexts);
  const asked = usePageAnswer<readonly InDoubt[]>('/api/in-doubt', props.onSessionEnd, LOOK_EVERY_MS);
  return (
    <AnswerPage name="doubt-page" title={say('title')} lead={say('lead')} asked={asked}>
      {(doubts) =>
        doubts.length === 0 ? <p className="empty calm">{say('empty')}</p> : <Register doubts={doubts} />
      }
    </AnswerPage>
  );
}

function Register({ doubts }: { readonly doubts: readonly InDoubt[] }) {
  const say = useTexts(doubtTexts);
  return (
    <table className="plain doubts">
      <thead>
        <tr>
          <th>{say('rrn')}</th>
          <th className="number">{say('amount')}</th>
          <th>{say('age')}</th>
          <th>{say('bank')}</th>
          <th>{say('terminalKnows')}</th>
          <th>{say('bankKnows')}</th>
          <th>{say('next')}</th>
        </tr>
      </thead>
      <tbody>
        {doubts.map((one) => (
          <Doubt key={one.rrn} doubt={one} />
        ))}
      </tbody>
    </table>
  );
}

function Doubt({ doubt }: { readonly doubt: InDoubt }) {
  const say = useTexts(doubtTexts);
  const words = useWords();
  const age = agoOf(doubt.since, useNow(), useLanguage().language);
  const address = { rrn: doubt.paymentRrn };
  return (
    <tr>
      <td>
        <a className="bytes" href={linkTo(address)} onClick={(event) => followHere(event, address)}>
          {doubt.paymentRrn}
        </a>
        <br />
        <span className="bytes faint">{doubt.panMasked}</span>
      </td>
      <td className="number">{amountDigits(doubt.amountMinor)}</td>
      <td>{age}</td>
      <td>{words(doubt.bankName)}</td>
      <td>{words(doubt.terminalKnows)}</td>
      <td>{words(doubt.bankKnows)}</td>
      <td>
        <span className={doubt.stage === 'parked' ? 'state declined' : 'state doubt'}>
          {say(doubt.stage)}
        </span>{' '}
        {words(doubt.next)}
        {doubt.nextAt !== null && <span className="faint"> {say('at', { time: timeOf(doubt.nextAt) })}</span>}
        {doubt.tries > 0 && <span className="faint"> {say('tries', { count: doubt.tries })}</span>}
        {doubt.stage === 'parked' && <Retry rrn={doubt.rrn} />}
      </td>
    </tr>
  );
}

function Retry({ rrn }: { readonly rrn: string }) {
  const say = useTexts(doubtTexts);
  const [said, setSaid] = useState<string>();
  const send = (): void => {
    tellHost(`/api/in-doubt/${rrn}/retry`, {}).then(
      () => setSaid(say('retried')),
      (error: Error) => setSaid(error.message),
    );
  };
  return said === undefined ? (
    <button className="button small" type="button" onClick={send}>
      {say('retry')}
    </button>
  ) : (
    <span role="status">{said}</span>
  );
}
