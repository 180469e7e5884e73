// A page for each cause, out of the host's registry: what each person is told and what to do next.

import type { Cause } from '@tillgate/server/api';
import { useTexts, useWords } from '../language/language.js';
import { AnswerPage } from './answer-page.js';
import { CauseLink } from './cause-link.js';
import { causesTexts } from './causes-texts.js';
import { usePageAnswer } from './use-page-answer.js';
import './diagnosis.css';

const WHO = ['cashier', 'cardholder', 'engineer'] as const;

export function CausesPage(props: { readonly open: string | undefined; readonly onSessionEnd: () => void }) {
  const say = useTexts(causesTexts);
  const asked = usePageAnswer<readonly Cause[]>('/api/causes', props.onSessionEnd);
  return (
    <AnswerPage name="causes-page" title={say('title')} lead={say('lead')} asked={asked}>
      {(all) => (
        <>
          {props.open && <OneCause cause={all.find(({ id }) => id === props.open)} id={props.open} />}
          <AllCauses all={all} />
        </>
      )}
    </AnswerPage>
  );
}

function OneCause({ cause, id }: { readonly cause: Cause | undefined; readonly id: string }) {
  const say = useTexts(causesTexts);
  const words = useWords();
  if (!cause) {
    return (
      <p className="notice doubt">
        {say('unknown')} <span className="bytes">{id}</span>
      </p>
    );
  }
  return (
    <article className="diagnosis one-cause">
      <h2 className="bytes">{cause.id}</h2>
      <p className="faint">
        {say('answerCode')} <b>{cause.answerCode}</b> · {say('figures')}
      </p>
      <table className="plain">
        <thead>
          <tr>
            <th>{say('who')}</th>
            <th>{say('told')}</th>
            <th>{say('next')}</th>
          </tr>
        </thead>
        <tbody>
          {WHO.map((who) => (
            <tr key={who}>
              <td>{say(who)}</td>
              <td>{words(cause[who])}</td>
              <td>{words(cause.next[who])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

function AllCauses({ all }: { readonly all: readonly Cause[] }) {
  const say = useTexts(causesTexts);
  const words = useWords();
  return (
    <section>
      <h2>{say('all')}</h2>
      <table className="plain">
        <tbody>
          {all.map(({ id, answerCode, engineer }) => (
            <tr key={id}>
              <td>
                <CauseLink id={id} />
              </td>
              <td className="bytes">{answerCode}</td>
              <td>{words(engineer)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
