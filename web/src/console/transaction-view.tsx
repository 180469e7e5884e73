// One transaction: what it was, why it went as it did and what to do, then where its time went, its messages,
// its postings and its relations. The same in the drawer and on the page.

import type { TransactionView as View } from '@tillgate/server/api';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../language/language.js';
import { useAnswer } from '../session/use-answer.js';
import { CausePanel } from './cause-panel.js';
import { consoleTexts } from './console-texts.js';
import { CopyButton } from './copy-button.js';
import { Failure } from './failure.js';
import { MessagePanel, type MessageSide } from './message-panel.js';
import { PostingsTable } from './postings-table.js';
import { RelatedList } from './related-list.js';
import { TimelinePanel } from './timeline-panel.js';
import { TimesPanel } from './times-panel.js';
import { TransactionHead } from './transaction-head.js';

export function TransactionView(props: { readonly rrn: string; readonly onSessionEnd: () => void }) {
  const { rrn, onSessionEnd } = props;
  const { answer: view, error, again } = useAnswer<View>(`/api/transactions/${encodeURIComponent(rrn)}`);
  useEffect(() => {
    if (error?.status === 401) onSessionEnd();
  }, [error, onSessionEnd]);
  if (error) return <Failure error={error} again={again} />;
  if (!view) return <ViewSkeleton />;
  return <Loaded view={view} />;
}

function Loaded({ view }: { readonly view: View }) {
  const say = useTexts(consoleTexts);
  const [side, setSide] = useState<MessageSide>('request');
  const message = useRef<HTMLElement>(null);
  const openMessage = (next: MessageSide): void => {
    setSide(next);
    message.current?.scrollIntoView({ block: 'start' });
  };
  return (
    <article className="transaction">
      <TransactionHead view={view} />
      <CausePanel rrn={view.rrn} />
      <TimelinePanel steps={view.steps} onOpenMessage={openMessage} />
      <TimesPanel times={view.times} />
      <MessagePanel ref={message} messages={view.messages} side={side} onSide={setSide} />
      <PostingsTable postings={view.postings} currency={view.currency} />
      <RelatedList related={view.related} />
      <p className="command">
        <code className="bytes">npx tillgate tx show {view.rrn}</code>
        <CopyButton text={`npx tillgate tx show ${view.rrn}`}>{say('copyCommand')}</CopyButton>
      </p>
    </article>
  );
}

function ViewSkeleton() {
  return (
    <div className="transaction" aria-busy="true">
      {['30%', '55%', '80%', '65%', '80%'].map((width, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: these rows have no names and never move
        <span key={at} className="skeleton" style={{ width, height: at === 1 ? '2.4em' : undefined }} />
      ))}
    </div>
  );
}
