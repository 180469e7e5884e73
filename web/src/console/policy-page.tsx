// Policies for payments without a PIN: what is in force, an editor with a preview over past payments, and the second
// person's button. Below, the bank's desk for a card whose PIN is locked.

import type { CvmPolicyView } from '@tillgate/server/api';
import { useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { AnswerPage } from './answer-page.js';
import { CardDesk } from './card-desk.js';
import { PolicyEditor } from './policy-editor.js';
import { policyTexts } from './policy-texts.js';
import { usePageAnswer } from './use-page-answer.js';
import './policy.css';

export function PolicyPage(props: { readonly onSessionEnd: () => void }) {
  const say = useTexts(policyTexts);
  const asked = usePageAnswer<readonly CvmPolicyView[]>('/api/cvm-policies', props.onSessionEnd);
  return (
    <AnswerPage name="policy-page" title={say('title')} lead={say('lead')} asked={asked}>
      {(policies) => (
        <>
          {policies.map((policy) => (
            <Policy
              key={`${policy.issuerId}/${policy.name}/${policy.inForce.version}/${policy.draft?.version ?? ''}`}
              policy={policy}
              onChanged={asked.again}
            />
          ))}
          <CardDesk />
        </>
      )}
    </AnswerPage>
  );
}

function Policy({ policy, onChanged }: { readonly policy: CvmPolicyView; readonly onChanged: () => void }) {
  const say = useTexts(policyTexts);
  const words = useWords();
  const { inForce, draft } = policy;
  const who = { by: inForce.proposedBy, publisher: inForce.publishedBy ?? '' };
  return (
    <details className="policy">
      <summary>
        <b>{words(policy.issuerName)}</b> <span className="bytes">{policy.name}</span>
        <span className="faint">
          {say('cards', { count: policy.cards })} ·{' '}
          {inForce.version === 0 ? say('builtIn') : say('version', { version: inForce.version })}
          {inForce.publishedBy && ` · ${say('publishedBy', who)}`}
        </span>
        {draft && (
          <span className="state doubt">
            {say('draft', { version: draft.version, by: draft.proposedBy })}
          </span>
        )}
      </summary>
      {draft && <Publish policy={policy} version={draft.version} onChanged={onChanged} />}
      <PolicyEditor policy={policy} rules={(draft ?? inForce).rules} onProposed={onChanged} />
    </details>
  );
}

function Publish(props: {
  readonly policy: CvmPolicyView;
  readonly version: number;
  readonly onChanged: () => void;
}) {
  const say = useTexts(policyTexts);
  const words = useWords();
  const [error, setError] = useState<HostError>();
  const { issuerId, name } = props.policy;
  const publish = (): void => {
    const path = `/api/cvm-policies/${issuerId}/${encodeURIComponent(name)}/${props.version}/publish`;
    tellHost(path, {}).then(props.onChanged, setError);
  };
  return (
    <p className="policy-publish">
      <button className="button" type="button" onClick={publish}>
        {say('publish')}
      </button>
      {error && (
        <span className="notice bad" role="alert">
          {words(error.words)}
        </span>
      )}
    </p>
  );
}
