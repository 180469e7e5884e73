// PIN entry: why it is asked for, dots and nothing else. Fixed keys by default, shuffled on wish, and a mode
// with large fixed keys, spoken counts and no time limit for whoever needs it (ISO 9564-1).

import type { PinRequest } from '@tillgate/terminal';
import { useEffect, useMemo, useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { useLanguage, useTexts } from '../language/language.js';
import { FIXED_DIGITS, type PadLayout, shuffledDigits, usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { DemoCard } from './screen.js';
import { SecretDots } from './secret-dots.js';
import type { Till } from './till.js';
import { useDigits } from './use-digits.js';

const LONGEST_PIN = 12;
const SHORTEST_PIN = 4;
const TIME_LIMIT_S = 60;

type Mode = 'fixed' | 'shuffled' | 'accessible';

const REASONS = {
  'entry-mode': 'pinForEntry',
  amount: 'pinForAmount',
  host: 'pinForHost',
  'old-pin': 'pinSoFar',
  'new-pin': 'pinNew',
  'new-pin-again': 'pinNewAgain',
} as const;

export function PinScreen(props: {
  readonly request: PinRequest;
  readonly card: DemoCard | undefined;
  readonly till: Till;
}) {
  const { request, card, till } = props;
  const say = useTexts(posTexts);
  const [mode, setMode] = useState<Mode>('fixed');
  const [problem, setProblem] = useState<'pinNeeded' | 'pinShort' | 'noPaste'>();
  const pin = useDigits(LONGEST_PIN);
  const secondsLeft = useTimeLimit(mode !== 'accessible', pin.length, () => till.answerPin(undefined));
  usePasteRefused(() => setProblem('noPaste'));
  const mayBeEmpty = request.reason === 'entry-mode' || request.reason === 'amount';
  const isNew = request.reason === 'new-pin' || request.reason === 'new-pin-again';
  usePad((key) => {
    setProblem(undefined);
    if (pin.press(key)) return;
    if (key === 'cancel') till.answerPin(undefined);
    if (key !== 'enter') return;
    if (pin.length === 0 && !mayBeEmpty) setProblem('pinNeeded');
    else if (pin.length > 0 && pin.length < SHORTEST_PIN) setProblem('pinShort');
    else till.answerPin(pin.take());
  }, useLayoutOf(mode));
  const turn = (next: Mode): void => setMode(next === mode ? 'fixed' : next);
  return (
    <div className="screen">
      {request.amountMinor !== undefined && (
        <p className="big-amount">
          <small>¥</small>
          {amountDigits(request.amountMinor)}
        </p>
      )}
      <h1>{say('enterPin')}</h1>
      <PinReasonLine request={request} />
      <SecretDots length={pin.length} />
      {problem ? (
        <p className="notice bad" role="alert">
          {say(problem)}
        </p>
      ) : (
        <p className="faint">
          {mayBeEmpty && `${say('noPinAllowed')} · `}
          <span className="bytes">{request.maskedPan}</span>
          {card && !isNew && (
            <span className="pin-of-card">
              {' · '}
              {say('pin')} <b className="bytes">{card.pin}</b>
            </span>
          )}
          {mode !== 'accessible' && secondsLeft < 20 && ` · ${say('timeLeft', { seconds: secondsLeft })}`}
        </p>
      )}
      <div className="screen-keys">
        <ModeKey name={say('shuffle')} isOn={mode === 'shuffled'} onTurn={() => turn('shuffled')} />
        <ModeKey name={say('accessible')} isOn={mode === 'accessible'} onTurn={() => turn('accessible')} />
      </div>
    </div>
  );
}

/** The host speaks Chinese to the cashier (field 63 is GBK); in English its words come second. */
function PinReasonLine({ request }: { readonly request: PinRequest }) {
  const say = useTexts(posTexts);
  const { language } = useLanguage();
  const own = say(REASONS[request.reason]);
  return (
    <p className="pin-reason">
      {language === 'zh' ? request.hostText || own : own}
      {language === 'en' && request.hostText && <small lang="zh-CN">{request.hostText}</small>}
    </p>
  );
}

function ModeKey(props: { readonly name: string; readonly isOn: boolean; readonly onTurn: () => void }) {
  return (
    <button
      className="button small"
      type="button"
      aria-pressed={props.isOn}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onTurn}
    >
      {props.isOn ? '✓ ' : ''}
      {props.name}
    </button>
  );
}

/** A new order at each entry, and only then. */
function useLayoutOf(mode: Mode): PadLayout {
  return useMemo(
    () => ({
      digits:
        mode === 'shuffled' ? shuffledDigits(crypto.getRandomValues(new Uint32Array(10))) : FIXED_DIGITS,
      isQuiet: true,
      isLarge: mode === 'accessible',
    }),
    [mode],
  );
}

/** Seconds left; starts again with each key. */
function useTimeLimit(isOn: boolean, progress: number, onEnd: () => void): number {
  const [secondsLeft, setSecondsLeft] = useState(TIME_LIMIT_S);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each key starts the time again
  useEffect(() => setSecondsLeft(TIME_LIMIT_S), [progress, isOn]);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => setSecondsLeft((before) => before - 1), 1000);
    return () => clearInterval(timer);
  }, [isOn]);
  useEffect(() => {
    if (isOn && secondsLeft <= 0) onEnd();
  });
  return secondsLeft;
}

function usePasteRefused(onPaste: () => void): void {
  useEffect(() => {
    const refuse = (event: ClipboardEvent): void => {
      event.preventDefault();
      onPaste();
    };
    addEventListener('paste', refuse);
    return () => removeEventListener('paste', refuse);
  });
}
