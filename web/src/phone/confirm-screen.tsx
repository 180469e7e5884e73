// One payment, yes or no: amount and merchant first, the time that is left, the number on the terminal unless its code
// was scanned, and "not me" as large as the yes.

import type { AwaitingPayment, PasskeyQuestion, PhoneView } from '@tillgate/server/api';
import { type FormEvent, useEffect, useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { useTexts, useWords } from '../language/language.js';
import { askHost, type HostError, tellHost } from '../session/ask-host.js';
import { answerPasskey, canUsePasskeys } from './passkeys.js';
import { demoMessage } from './phone-sign-in.js';
import { phoneTexts } from './phone-texts.js';

interface Props {
  readonly payment: AwaitingPayment;
  /** Proves that the terminal's code was scanned. */
  readonly token: string | undefined;
  readonly view: PhoneView;
  readonly aheadMs: number;
  readonly onDone: () => void;
}

type Said = 'confirmed' | 'refused';

export function ConfirmScreen({ payment, token, view, aheadMs, onDone }: Props) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [said, setSaid] = useState<Said>();
  const [error, setError] = useState<HostError>();
  const seconds = useSecondsTo(payment.expiresAt - aheadMs);
  const path = `/api/phone/payments/${payment.rrn}`;
  const refuse = (): void => {
    tellHost(`${path}/refuse`, {}).then(() => setSaid('refused'), setError);
  };
  if (said || payment.isConfirmed) return <Told said={said ?? 'confirmed'} onDone={onDone} />;
  return (
    <section className="confirm">
      <p className="confirm-amount">
        <small>¥</small>
        {amountDigits(payment.amountMinor)}
      </p>
      <p className="confirm-merchant">{words(payment.merchantName)}</p>
      <p>{words(payment.text)}</p>
      <dl className="confirm-facts">
        <dt>{say('terminal')}</dt>
        <dd>
          {payment.terminalId} · {words(payment.city)}
        </dd>
        <dt>{say('card')}</dt>
        <dd className="bytes">{payment.panMasked}</dd>
      </dl>
      <p className="confirm-left" role="timer">
        {seconds > 0 ? say('left', { seconds }) : say('over')}
      </p>
      {error && (
        <p className="notice bad" role="alert">
          {words(error.words)}
        </p>
      )}
      <ConfirmForm
        {...{ path, token, hasPasskey: view.passkeys > 0 && canUsePasskeys(), isOver: seconds === 0 }}
        mobileEnd={view.holder.mobileEnd}
        onConfirmed={() => setSaid('confirmed')}
        onError={setError}
        onRefuse={refuse}
      />
      <button className="button quiet" type="button" onClick={onDone}>
        {say('back')}
      </button>
    </section>
  );
}

interface FormProps {
  readonly path: string;
  readonly token: string | undefined;
  readonly hasPasskey: boolean;
  readonly isOver: boolean;
  readonly mobileEnd: string;
  readonly onConfirmed: () => void;
  readonly onError: (error: HostError | undefined) => void;
  readonly onRefuse: () => void;
}

function ConfirmForm({ path, token, hasPasskey, isOver, mobileEnd, ...on }: FormProps) {
  const say = useTexts(phoneTexts);
  const [number, setNumber] = useState('');
  const [code, setCode] = useState('');
  const [isByCode, setByCode] = useState(!hasPasskey);
  const [demoBody, setDemoBody] = useState<string>();
  const [isUnused, setUnused] = useState(false);
  const seen = token === undefined ? { number } : { token };
  const isSeen = token !== undefined || number.length === 2;

  const submit = async (): Promise<void> => {
    on.onError(undefined);
    setUnused(false);
    const proof = isByCode ? { code } : await passkeyProof(path);
    if (proof === undefined) setUnused(true);
    else await tellHost(`${path}/confirm`, { proof, seen }).then(on.onConfirmed);
  };
  const sendCode = async (): Promise<void> => {
    await tellHost(`${path}/code`, {});
    setByCode(true);
    setDemoBody(await demoMessage(mobileEnd));
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void submit().catch(on.onError);
  };
  const digits = (text: string, most: number): string => text.replace(/\D/g, '').slice(0, most);
  return (
    <form className="stack" onSubmit={onSubmit}>
      {token !== undefined && <p className="notice good">{say('scanned')}</p>}
      {token === undefined && (
        <label className="field">
          <span>{say('number')}</span>
          <input
            {...{ inputMode: 'numeric', autoComplete: 'off', value: number, name: 'number' }}
            onChange={(event) => setNumber(digits(event.target.value, 2))}
          />
        </label>
      )}
      {isByCode && (
        <label className="field">
          <span>{say('code')}</span>
          <input
            {...{ inputMode: 'numeric', autoComplete: 'one-time-code', value: code, name: 'code' }}
            onChange={(event) => setCode(digits(event.target.value, 6))}
          />
        </label>
      )}
      {demoBody && <p className="hint">{say('demoCode', { body: demoBody })}</p>}
      {isUnused && <p className="notice doubt">{say('passkeyNone')}</p>}
      <button
        className="button"
        type="button"
        disabled={isOver}
        onClick={() => void sendCode().catch(on.onError)}
      >
        {isByCode ? say('sendCode') : say('confirmByCode')}
      </button>
      <div className="confirm-choice">
        <button className="choice refuse" type="button" onClick={on.onRefuse}>
          {say('notMe')}
        </button>
        <button
          className="choice accept"
          type="submit"
          disabled={isOver || !isSeen || (isByCode && code.length !== 6)}
        >
          {say('confirm')}
        </button>
      </div>
    </form>
  );
}

async function passkeyProof(path: string): Promise<object | undefined> {
  const question = await askHost<PasskeyQuestion>(`${path}/question`);
  const passkey = await answerPasskey(question);
  return passkey && { passkey };
}

function Told({ said, onDone }: { readonly said: Said; readonly onDone: () => void }) {
  const say = useTexts(phoneTexts);
  return (
    <section className="confirm told" role="status">
      <p className={`confirm-told ${said}`}>{say(said)}</p>
      {said === 'refused' && <p>{say('refusedNext')}</p>}
      <button className="button first" type="button" onClick={onDone}>
        {say('done')}
      </button>
    </section>
  );
}

/** Whole seconds that are left, never less than none. */
function useSecondsTo(at: number): number {
  const left = (): number => Math.max(0, Math.ceil((at - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.max(0, Math.ceil((at - Date.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [at]);
  return seconds;
}
