// One field of a task: the supervisor's password, a voucher, an RRN, a date, an amount, or the voucher to confirm.

import type { JournalEntry } from '@tillgate/terminal';
import { useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { useTexts, useWords } from '../language/language.js';
import { pressAmount } from './amount-entry.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import { SecretDots } from './secret-dots.js';
import type { Till } from './till.js';
import { type EntryField, mayBeWhole, type TaskName, tillTasks, titleOf } from './till-tasks.js';
import { useDigits } from './use-digits.js';
import { VoucherList } from './voucher-list.js';

interface Props {
  readonly task: TaskName;
  readonly field: EntryField;
  readonly vouchers: readonly JournalEntry[];
  readonly isRefused: boolean;
  readonly till: Till;
}

/** What is asked for, and how many digits it has. */
const DIGIT_FIELDS = {
  voucher: ['enterVoucher', 6],
  rrn: ['enterRrn', 12],
  date: ['enterDate', 4],
} as const;

export function EntryScreen(props: Props) {
  const words = useWords();
  const say = useTexts(posTexts);
  return (
    <div className="screen">
      <h1>{words(titleOf(tillTasks[props.task].kind))}</h1>
      <FieldEntry {...props} />
      {props.isRefused && (
        <p className="notice bad" role="alert">
          {say(props.field === 'supervisor' ? 'refused' : 'noSuchVoucher')}
        </p>
      )}
    </div>
  );
}

function FieldEntry(props: Props) {
  switch (props.field) {
    case 'supervisor':
      return <SupervisorEntry till={props.till} />;
    case 'amount':
    case 'tip':
      return <AmountEntry {...props} field={props.field} />;
    case 'confirm':
      return <Confirmation {...props} />;
    default:
      return <DigitsEntry {...props} field={props.field} />;
  }
}

const LONGEST_PASSWORD = 12;

function SupervisorEntry({ till }: { readonly till: Till }) {
  const say = useTexts(posTexts);
  const password = useDigits(LONGEST_PASSWORD);
  usePad((key) => {
    if (key === 'cancel') till.tasks.cancel();
    else if (key === 'enter' && password.length > 0) void till.tasks.enterSupervisor(password.take());
    else password.press(key);
  });
  return (
    <>
      <p className="screen-lead">{say('supervisorPassword')}</p>
      <SecretDots length={password.length} />
      <p className="training-hint">{say('firstPasswordHint', { password: '123456' })}</p>
    </>
  );
}

function DigitsEntry({ field, vouchers, till }: Props & { readonly field: keyof typeof DIGIT_FIELDS }) {
  const say = useTexts(posTexts);
  const [digits, setDigits] = useState('');
  const [question, length] = DIGIT_FIELDS[field];
  const enter = (text: string): void => {
    setDigits('');
    void till.tasks.enter({ [field]: text });
  };
  usePad((key) => {
    if (key === 'cancel') till.tasks.cancel();
    else if (key === 'clear') setDigits(digits.slice(0, -1));
    else if (key !== 'enter') setDigits((digits + key).slice(0, length));
    else if (field === 'voucher' && digits !== '') enter(digits.padStart(length, '0'));
    else if (digits.length === length) enter(digits);
  });
  return (
    <>
      <p className="screen-lead">{say(question)}</p>
      <output className="typed-digits bytes">
        {digits}
        <span aria-hidden="true">{'·'.repeat(length - digits.length)}</span>
      </output>
      {field === 'voucher' && (
        <VoucherList vouchers={vouchers.slice(0, 4)} onChoose={({ trace }) => enter(trace)} />
      )}
    </>
  );
}

function AmountEntry({ task, field, vouchers, till }: Props & { readonly field: 'amount' | 'tip' }) {
  const say = useTexts(posTexts);
  const [amountMinor, setAmountMinor] = useState(0);
  const isWhole = mayBeWhole(task, field);
  usePad((key) => {
    if (key === 'cancel' && amountMinor === 0) till.tasks.cancel();
    else if (key !== 'enter') setAmountMinor((before) => pressAmount(before, key));
    else if (amountMinor > 0) void till.tasks.enter({ [field]: amountMinor });
    else if (isWhole) void till.tasks.enter({ [field]: undefined });
  });
  return (
    <>
      {vouchers.length === 1 && <VoucherList vouchers={vouchers} />}
      <p className="screen-lead">{say(field === 'tip' ? 'enterTip' : 'enterAmount')}</p>
      <output className="big-amount">
        <small>¥</small>
        {amountDigits(amountMinor)}
      </output>
      {isWhole && <p className="faint">{say('wholeAmount')}</p>}
    </>
  );
}

function Confirmation({ vouchers, till }: Props) {
  const say = useTexts(posTexts);
  const confirm = (): void => void till.tasks.enter({});
  usePad((key) => {
    if (key === 'cancel' || key === 'clear') till.tasks.cancel();
    else if (key === 'enter') confirm();
  });
  const [voucher] = vouchers;
  return (
    <>
      {voucher && (
        <p className="big-amount">
          <small>¥</small>
          {amountDigits(voucher.amountMinor)}
        </p>
      )}
      <VoucherList vouchers={vouchers} />
      <p className="screen-lead">{say('confirmVoucher')}</p>
      <div className="screen-keys">
        <button className="button first" type="button" onClick={confirm}>
          {say('enterKey')}
        </button>
        <button className="button" type="button" onClick={() => till.tasks.cancel()}>
          {say('cancelKey')}
        </button>
      </div>
    </>
  );
}
