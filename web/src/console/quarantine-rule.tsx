// The rule by which terminals are taken out of service: shown to all, set by administrators.

import type { QuarantineRule } from '@tillgate/server/api';
import { type FormEvent, useState } from 'react';
import { useTexts } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { useAnswer } from '../session/use-answer.js';
import { AnswerPart } from './answer-page.js';
import { Failure } from './failure.js';
import { suspectsTexts } from './suspects-texts.js';

const PATH = '/api/quarantine-rule';

export function QuarantineRulePanel() {
  const say = useTexts(suspectsTexts);
  const asked = useAnswer<{ readonly rule: QuarantineRule | null }>(PATH);
  const [score, setScore] = useState('0.90');
  const [kinds, setKinds] = useState('2');
  const [refused, setRefused] = useState<HostError>();
  const set = (rule: object | null): void => {
    setRefused(undefined);
    tellHost(PATH, { rule }).then(asked.again, setRefused);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    set({ score: Number(score), kinds: Number(kinds) });
  };
  return (
    <section className="diagnosis">
      <h2>{say('rule')}</h2>
      <AnswerPart asked={asked}>
        {({ rule }) => (
          <p>
            {rule
              ? say('ruleOn', { score: rule.score.toFixed(2), kinds: rule.kinds, by: rule.setBy })
              : say('ruleOff')}{' '}
            {rule && (
              <button className="button small" type="button" onClick={() => set(null)}>
                {say('endRule')}
              </button>
            )}
          </p>
        )}
      </AnswerPart>
      <form className="key-end" onSubmit={submit}>
        <label className="field">
          <span>{say('ruleScore')}</span>
          <input
            {...{ type: 'number', min: 0.5, max: 1, step: 0.01, value: score, required: true }}
            onChange={(event) => setScore(event.target.value)}
          />
        </label>
        <label className="field">
          <span>{say('ruleKinds')}</span>
          <input
            {...{ type: 'number', min: 1, max: 10, value: kinds, required: true }}
            onChange={(event) => setKinds(event.target.value)}
          />
        </label>
        <button className="button" type="submit">
          {say('setRule')}
        </button>
      </form>
      {refused && <Failure error={refused} again={() => setRefused(undefined)} />}
    </section>
  );
}
