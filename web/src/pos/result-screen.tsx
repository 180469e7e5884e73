// How it ended: the amount largest, then the cause and what to do next. Nothing here closes by itself.

import { type Outcome, type PaymentKind, transactionRules } from '@tillgate/terminal';
import { amountDigits } from '../format/amount.js';
import { useLanguage, useTexts, useWords } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { Till } from './till.js';
import { titleOf } from './till-tasks.js';
import { useToldByHost } from './use-told-by-host.js';

type Told = ReturnType<typeof useToldByHost>;

const TONES = {
  approved: ['approved', '✓'],
  declined: ['declined', '✕'],
  unknown: ['doubt', '?'],
  failed: ['declined', '!'],
} as const;

export function ResultScreen({ outcome, till }: { readonly outcome: Outcome; readonly till: Till }) {
  const say = useTexts(posTexts);
  const { language } = useLanguage();
  const { result } = outcome;
  // In doubt, nothing but the query may be done.
  const isFinal = result === 'declined' || result === 'failed';
  const told = useToldByHost(isFinal ? outcome.rrn : undefined, language);
  const [tone, sign] = TONES[result];
  const [name, goOn] = goingOn(outcome, till);
  // Where the host knows that signing on mends nothing, the key for it does not stand in front.
  const isFirst = name !== 'signOn' || told === undefined || told.signOnHelps;
  usePad((key) => {
    if (key === 'enter') goOn();
    else if (key === 'cancel' && result !== 'unknown') till.show({ at: 'amount' });
  });
  return (
    <div className="screen result">
      <span className={`state ${tone}`}>
        <span aria-hidden="true">{sign}</span>
        {say(result)}
      </span>
      <ResultAmount outcome={outcome} />
      <Cause outcome={outcome} told={told} />
      {result !== 'approved' && <NextStep outcome={outcome} told={told} />}
      <Numbers outcome={outcome} />
      <div className="screen-keys">
        <button className={isFirst ? 'button first' : 'button'} type="button" onClick={goOn}>
          {say(name)}
        </button>
        <Links outcome={outcome} till={till} />
      </div>
    </div>
  );
}

/** The host knows more than the table of codes, as soon as it has looked into it. */
function NextStep({ outcome, told }: { readonly outcome: Outcome; readonly told: Told }) {
  const say = useTexts(posTexts);
  const words = useWords();
  return (
    <div className="told-by-host" aria-live="polite">
      <p className="next-step">
        <span className="faint">{say('nextStep')}</span> {told?.next[0] || words(outcome.advice)}
      </p>
      <p className="next-step">
        <span className="faint">{say('toHolder')}</span> {told?.toHolder ?? words(outcome.told.cardholder)}
      </p>
    </div>
  );
}

/** What the green key does now: settle the doubt or the batch, sign on where that was lost, else the next payment. */
function goingOn(
  { kind, result, failure }: Outcome,
  till: Till,
): readonly [name: 'query' | 'settle' | 'signOn' | 'newPayment', goOn: () => void] {
  const signOn = (): void => void till.signOn();
  // A sign-on sends the pending reversal first.
  if (result === 'unknown') return ['query', signOn];
  if (failure === 'settlement-interrupted') return ['settle', () => void till.settle()];
  if (till.view.status?.signedOn === false && kind !== 'sign-off') return ['signOn', signOn];
  return ['newPayment', () => till.show({ at: 'amount' })];
}

function Links({ outcome, till }: { readonly outcome: Outcome; readonly till: Till }) {
  const say = useTexts(posTexts);
  const { receipt, rrn } = outcome;
  return (
    <>
      {receipt && (
        <button
          className="button"
          type="button"
          onClick={() => till.show({ at: 'receipt', receipt, isReprint: false })}
        >
          {say('receipt')}
        </button>
      )}
      {rrn && (
        <a className="button" href={`/console/?rrn=${encodeURIComponent(rrn)}`} target="tillgate-console">
          {say('seeWhy')}
        </a>
      )}
    </>
  );
}

const DONE: Readonly<Partial<Record<Outcome['kind'], keyof typeof posTexts>>> = {
  purchase: 'sale',
  balance: 'balanceEnquiry',
  'sign-on': 'signOn',
  'sign-off': 'signOff',
  echo: 'echo',
  'chip-application-end': 'download',
};

/**
 * Where it declined, the host's own words say more than the table of codes; those of field 63 are Chinese (GBK). What
 * it has found out since takes their place; what the terminal found out by itself stays.
 */
function Cause({ outcome, told }: { readonly outcome: Outcome; readonly told: Told }) {
  const say = useTexts(posTexts);
  const words = useWords();
  const { language } = useLanguage();
  const { result, kind, text, hostText } = outcome;
  const done = DONE[kind];
  const title = isPayment(kind) ? words(titleOf(kind)) : words(text);
  if (result === 'unknown') return <CauseLine text={say('doNotSwipe')} />;
  if (result === 'approved') return <CauseLine text={done ? say(done) : title} />;
  const found = result === 'declined' ? told?.text : undefined;
  if (language === 'zh') return <CauseLine text={found ?? (hostText || text.zh)} />;
  return <CauseLine text={found ?? text.en} hostText={hostText} />;
}

function isPayment(kind: Outcome['kind']): kind is PaymentKind {
  return Object.hasOwn(transactionRules, kind);
}

function CauseLine({ text, hostText }: { readonly text: string; readonly hostText?: string | undefined }) {
  return (
    <p className="cause" role="status">
      {text}
      {hostText && <small lang="zh-CN">{hostText}</small>}
    </p>
  );
}

function ResultAmount({ outcome }: { readonly outcome: Outcome }) {
  const say = useTexts(posTexts);
  const amountMinor = outcome.balanceMinor ?? outcome.amountMinor;
  if (amountMinor === undefined) return null;
  return (
    <p className="big-amount">
      {outcome.balanceMinor !== undefined && <small>{say('available')} </small>}
      <small>¥</small>
      {amountDigits(amountMinor)}
    </p>
  );
}

function Numbers({ outcome }: { readonly outcome: Outcome }) {
  const say = useTexts(posTexts);
  const { language } = useLanguage();
  const numbers = [
    [say('answerCode'), outcome.answerCode],
    [say('authCode'), outcome.authCode],
    [say('rrn'), outcome.rrn],
    [say('trace'), outcome.trace],
  ].filter(([, value]) => value?.trim());
  return (
    <dl className="numbers" lang={language === 'zh' ? 'zh-CN' : 'en'}>
      {numbers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="bytes">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
