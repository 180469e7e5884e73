// The head of a transaction: state and amount first, then the numbers that people search by.

import type { TransactionView } from '@tillgate/server/api';
import { agoOf, dateOf, timeOf, ZONE_LABEL } from '../format/moment.js';
import { useLanguage, useTexts, useWords } from '../language/language.js';
import { Amount } from './amount.js';
import { codeWords, entryTexts, kindTexts } from './code-texts.js';
import { CopyButton } from './copy-button.js';
import { StateBadge } from './state-badge.js';
import { transactionTexts } from './transaction-texts.js';
import { useNow } from './use-now.js';

export function TransactionHead({ view }: { readonly view: TransactionView }) {
  const say = useTexts(transactionTexts);
  const words = useWords();
  const { language } = useLanguage();
  const now = useNow();
  return (
    <header className="transaction-head">
      <div className="head-line">
        <StateBadge state={view.state} answerCode={view.answerCode} />
        {view.amountMinor !== 0 && <span>{words(codeWords(kindTexts, view.kind))}</span>}
        <span className="faint">
          {dateOf(view.receivedAt)} {timeOf(view.receivedAt)} {ZONE_LABEL} ·{' '}
          {agoOf(view.receivedAt, now, language)}
        </span>
      </div>
      <h1>
        {view.amountMinor === 0 ? (
          words(codeWords(kindTexts, view.kind))
        ) : (
          <Amount amountMinor={view.amountMinor} currency={view.currency} />
        )}
      </h1>
      <p className="head-merchant">{words(view.merchantName)}</p>
      <dl className="facts">
        <Fact name={say('rrn')} value={view.rrn} isCopied />
        <Fact name={say('answerCode')} value={view.answerCode} />
        <Fact name={say('authCode')} value={view.authCode} isCopied />
        <Fact name={say('card')} value={view.panMasked} />
        <Fact name={say('issuer')} value={view.issuerName && words(view.issuerName)} isPlain />
        <Fact name={say('entry')} value={entryOf(view.entryMode, words, say)} isPlain />
        <Fact name={say('terminal')} value={view.terminalId} isCopied />
        <Fact name={say('merchantNo')} value={view.merchantId} isCopied />
        <Fact name={`${say('trace')} / ${say('batch')}`} value={`${view.trace} / ${view.batch}`} />
      </dl>
    </header>
  );
}

function Fact(props: {
  readonly name: string;
  readonly value: string | null;
  readonly isCopied?: boolean;
  /** Words, not a number or code. */
  readonly isPlain?: boolean;
}) {
  if (!props.value?.trim()) return null;
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className={props.isPlain ? undefined : 'bytes'}>
        {props.value}
        {props.isCopied && <CopyButton text={props.value} />}
      </dd>
    </div>
  );
}

/** Field 22 in words: how the card was read, and whether a PIN came with it. */
function entryOf(
  entryMode: string,
  words: ReturnType<typeof useWords>,
  say: (name: 'withPin' | 'withoutPin') => string,
): string | null {
  if (entryMode.trim() === '') return null;
  const how = words(codeWords(entryTexts, entryMode.slice(0, 2)));
  return `${how}, ${say(entryMode[2] === '1' ? 'withPin' : 'withoutPin')} (${entryMode})`;
}
