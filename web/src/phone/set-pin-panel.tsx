// The PIN of a card, set here: entered twice, sealed for the bank's key in this page, proved by passkey or code. The
// host carries it and cannot read it; the bank's key is shown by its fingerprint.

import type { HolderCard, PinEntryTerms } from '@tillgate/server/api';
import { type FormEvent, useRef, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { answerPasskey, canUsePasskeys } from './passkeys.js';
import { demoMessage } from './phone-sign-in.js';
import { phoneTexts } from './phone-texts.js';
import { PinPad } from './pin-pad.js';
import { type SealedPin, sealPin } from './seal-pin.js';

interface Props {
  readonly card: HolderCard;
  readonly mobileEnd: string;
  readonly onChanged: () => void;
}

type Step = 'closed' | 'first' | 'again' | 'proof' | 'done';

export function SetPinPanel({ card, mobileEnd, onChanged }: Props) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [step, setStep] = useState<Step>('closed');
  const [terms, setTerms] = useState<PinEntryTerms>();
  const [error, setError] = useState<HostError>();
  const [isDifferent, setDifferent] = useState(false);
  const first = useRef<Uint8Array>(undefined);
  const sealed = useRef<SealedPin>(undefined);
  const path = `/api/phone/cards/${card.cardId}/pin`;
  const close = (next: Step = 'closed'): void => {
    first.current?.fill(0);
    sealed.current = undefined;
    setStep(next);
  };
  const begin = (): void => {
    setError(undefined);
    setDifferent(false);
    tellHost<PinEntryTerms>(`${path}/begin`, {}).then((begun) => {
      setTerms(begun);
      setStep('first');
    }, setError);
  };
  const entered = async (digits: Uint8Array): Promise<void> => {
    if (step === 'first') {
      first.current = digits;
      setStep('again');
      return;
    }
    const isSame = String(first.current) === String(digits);
    setDifferent(!isSame);
    if (isSame && terms) sealed.current = await sealPin(digits, terms);
    digits.fill(0);
    first.current?.fill(0);
    setStep(isSame ? 'proof' : 'first');
  };
  const prove = async (proof: object): Promise<void> => {
    await tellHost(path, { nonce: terms?.nonce, ...sealed.current, proof });
    close('done');
    onChanged();
  };
  const failed = (refused: HostError): void => {
    setError(refused);
    // A code may be typed again; whatever else was refused begins anew.
    if (!/^TG_(CODE|PASSKEY)_(WRONG|REFUSED)/.test(refused.code)) close();
  };
  return (
    <section className="set-pin">
      <h3>{say('pinOfCard')}</h3>
      {error && (
        <p className="notice bad" role="alert">
          {words(error.words)}
        </p>
      )}
      {isDifferent && <p className="notice doubt">{say('pinsDiffer')}</p>}
      {step === 'done' && <p className="notice good">{say('pinIsSet')}</p>}
      {(step === 'closed' || step === 'done') && (
        <button className="button" type="button" onClick={begin}>
          {say(card.isPinLocked ? 'setPinUnlock' : 'setPin')}
        </button>
      )}
      {(step === 'first' || step === 'again') && (
        <PinPad
          key={step}
          title={say(step === 'first' ? 'pinFirst' : 'pinAgain')}
          onEntered={(digits) => void entered(digits).catch(setError)}
          onBack={close}
        />
      )}
      {step === 'proof' && terms && (
        <PinProof {...{ terms, mobileEnd, path }} onProof={(proof) => void prove(proof).catch(failed)} />
      )}
      {terms && step !== 'closed' && step !== 'done' && (
        <p className="hint">
          {say('bankKey')}{' '}
          <span className="bytes">{terms.fingerprint.slice(0, 32).replace(/(.{4})(?=.)/g, '$1 ')}</span>
        </p>
      )}
    </section>
  );
}

interface ProofProps {
  readonly terms: PinEntryTerms;
  readonly mobileEnd: string;
  readonly path: string;
  readonly onProof: (proof: object) => void;
}

function PinProof({ terms, mobileEnd, path, onProof }: ProofProps) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [code, setCode] = useState('');
  const [demoBody, setDemoBody] = useState<string>();
  const [isUnused, setUnused] = useState(false);
  const [error, setError] = useState<HostError>();
  const hasPasskey = terms.question.credentialIds.length > 0 && canUsePasskeys();
  const byPasskey = async (): Promise<void> => {
    const passkey = await answerPasskey(terms.question);
    setUnused(passkey === undefined);
    if (passkey) onProof({ passkey });
  };
  const sendCode = async (): Promise<void> => {
    await tellHost(`${path}/code`, { nonce: terms.nonce });
    setDemoBody(await demoMessage(mobileEnd));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onProof({ code });
  };
  return (
    <form className="stack" onSubmit={submit}>
      {hasPasskey && (
        <button className="button first" type="button" onClick={() => void byPasskey()}>
          {say('pinByPasskey')}
        </button>
      )}
      {isUnused && <p className="notice doubt">{say('passkeyNone')}</p>}
      {error && <p className="notice bad">{words(error.words)}</p>}
      <button className="button" type="button" onClick={() => void sendCode().catch(setError)}>
        {say('sendCode')}
      </button>
      {demoBody && <p className="hint">{say('demoCode', { body: demoBody })}</p>}
      <label className="field">
        <span>{say('code')}</span>
        <input
          {...{ inputMode: 'numeric', autoComplete: 'one-time-code', value: code, name: 'pin-code' }}
          onChange={(event) => setCode(event.target.value.replace(/\D/g, '').slice(0, 6))}
        />
      </label>
      <button className="button" type="submit" disabled={code.length !== 6}>
        {say('pinByCode')}
      </button>
    </form>
  );
}
