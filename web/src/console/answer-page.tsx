// A page made of one answer: its title with the button that asks again, and below it the answer, or why there is none.

import type { ReactNode } from 'react';
import { useTexts } from '../language/language.js';
import type { Asked } from '../session/use-answer.js';
import { answerPageTexts } from './console-texts.js';
import { Failure } from './failure.js';

interface Answered<Answer> {
  readonly asked: Asked<Answer>;
  readonly children: (answer: Answer) => ReactNode;
}

export function AnswerPage<Answer>(
  props: Answered<Answer> & {
    /** Of the page's element, for its style. */
    readonly name: string;
    readonly title: string;
    readonly lead: string;
  },
) {
  const say = useTexts(answerPageTexts);
  return (
    <main className={props.name}>
      <div className="section-head">
        <h1>{props.title}</h1>
        <button className="button" type="button" onClick={props.asked.again}>
          {say('refresh')}
        </button>
      </div>
      <p className="lead">{props.lead}</p>
      <AnswerPart asked={props.asked}>{props.children}</AnswerPart>
    </main>
  );
}

/** The same without the head, for a part of a page that has an answer of its own. */
export function AnswerPart<Answer>({ asked, children }: Answered<Answer>) {
  const say = useTexts(answerPageTexts);
  const { answer, error, again } = asked;
  if (error) return <Failure error={error} again={again} />;
  return answer === undefined ? <p aria-busy="true">{say('loading')}</p> : children(answer);
}
