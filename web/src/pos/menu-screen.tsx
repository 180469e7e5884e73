// The numbered menus, as on every till: one digit each, and no menu longer than nine.

import type { HostFaultName } from '@tillgate/server/api';
import type { Outcome, PadMistake, Terminal } from '@tillgate/terminal';
import { useTexts } from '../language/language.js';
import { usePad } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { MenuName } from './screen.js';
import type { Till } from './till.js';
import type { TaskName } from './till-tasks.js';

interface Item {
  readonly text: keyof typeof posTexts;
  readonly choose: (till: Till) => void;
  readonly isOff?: (till: Till) => boolean;
}

const begin = (text: keyof typeof posTexts, task: TaskName): Item => ({
  ...{ text, choose: (till) => till.tasks.begin(task) },
});
const open = (text: keyof typeof posTexts, menu: MenuName): Item => ({
  ...{ text, choose: (till) => till.show({ at: 'menu', menu }) },
});
const perform = (text: keyof typeof posTexts, action: (terminal: Terminal) => Promise<Outcome>): Item => ({
  text,
  choose: (till) => void till.perform(action),
});

/** What the PIN pad does wrong from now on, to see what becomes of it. */
const mistake = (text: keyof typeof posTexts, made: PadMistake | undefined): Item => ({
  ...{ text, choose: (till) => till.makeMistake(made) },
});

/** What goes wrong at the host with the next message that could suffer it. */
const hostFault = (text: keyof typeof posTexts, fault: HostFaultName): Item => ({
  ...{ text, choose: (till) => void till.armHostFault(fault) },
});

const MENUS: Readonly<Record<MenuName, readonly Item[]>> = {
  main: [
    begin('void', 'void'),
    begin('refund', 'refund'),
    open('holds', 'holds'),
    begin('balanceEnquiry', 'balance'),
    begin('qrSale', 'qrSale'),
    open('more', 'more'),
    open('printMenu', 'print'),
    { text: 'settle', choose: (till) => till.showBatch() },
    open('manage', 'manage'),
  ],
  holds: [
    begin('preAuthorize', 'preAuthorize'),
    begin('voidPreAuthorization', 'voidPreAuthorization'),
    begin('complete', 'complete'),
    begin('completeByAdvice', 'completeByAdvice'),
    begin('voidCompletion', 'voidCompletion'),
  ],
  more: [
    begin('sellOffline', 'sellOffline'),
    perform('upload', (terminal) => terminal.upload()),
    begin('addTip', 'addTip'),
    begin('adjust', 'adjust'),
    begin('changePin', 'changePin'),
  ],
  print: [
    { text: 'reprint', choose: (till) => till.showLastReceipt(), isOff: (till) => !till.hasReceipt },
    { text: 'printAny', choose: (till) => till.showVouchers(), isOff: (till) => !till.hasReceipt },
    { text: 'printBatch', choose: (till) => till.showBatch() },
    {
      text: 'lastSettlement',
      choose: (till) => till.showLastSettlement(),
      isOff: (till) => !till.hasSettled,
    },
  ],
  manage: [
    { text: 'signOn', choose: (till) => void till.signOn() },
    perform('signOff', (terminal) => terminal.signOff()),
    perform('echo', (terminal) => terminal.echo()),
    { text: 'status', choose: (till) => till.show({ at: 'status' }) },
    perform('download', downloadAll),
    { text: 'selfTest', choose: (till) => till.show({ at: 'self-test', tries: 'keypad', devices: {} }) },
    { text: 'changeTerminal', choose: (till) => till.show({ at: 'terminals' }) },
    { text: 'changeOperator', choose: (till) => till.logOut() },
    open('mistakes', 'mistakes'),
  ],
  mistakes: [
    mistake('noMistake', undefined),
    open('keyMistakes', 'keyMistakes'),
    open('macMistakes', 'macMistakes'),
    mistake('panLeftOut', 'pan-left-out'),
    open('hostFaults', 'hostFaults'),
  ],
  hostFaults: [
    hostFault('hsmDown', 'hsm-down'),
    hostFault('staleKeys', 'stale-keys'),
    hostFault('copiedTerminal', 'copied-terminal'),
    hostFault('halfRotation', 'half-rotation'),
    hostFault('clockOff', 'clock-off'),
  ],
  keyMistakes: [
    mistake('previousKeys', 'previous-keys'),
    mistake('halfRotated', 'half-rotated'),
    mistake('swappedKeys', 'swapped-keys'),
  ],
  macMistakes: [
    mistake('otherAlgorithm', 'other-algorithm'),
    mistake('otherCase', 'other-case'),
    mistake('lengthInRange', 'length-in-range'),
    mistake('mtiLeftOut', 'mti-left-out'),
    mistake('changedBit', 'changed-bit'),
  ],
};

const TITLES: Readonly<Record<MenuName, keyof typeof posTexts>> = {
  ...{ main: 'menu', holds: 'holds', more: 'more', print: 'printMenu', manage: 'manage' },
  ...{ mistakes: 'mistakes', keyMistakes: 'keyMistakes', macMistakes: 'macMistakes' },
  hostFaults: 'hostFaults',
};

/** Parameters, then keys, then applications: the last outcome, or the first that fails. */
async function downloadAll(terminal: Terminal): Promise<Outcome> {
  const parameters = await terminal.downloadParameters();
  if (parameters.result !== 'approved') return parameters;
  const keys = await terminal.download('public-keys');
  return keys.result === 'approved' ? terminal.download('chip-applications') : keys;
}

export function MenuScreen({ menu, till }: { readonly menu: MenuName; readonly till: Till }) {
  const say = useTexts(posTexts);
  const items = MENUS[menu];
  const choose = (item: Item | undefined): void => {
    if (item !== undefined && !item.isOff?.(till)) item.choose(till);
  };
  usePad((key) => {
    const isBack = key === 'cancel' || key === 'clear';
    if (!isBack) choose(items[Number(key) - 1]);
    else till.show(menu === 'main' ? { at: 'amount' } : { at: 'menu', menu: 'main' });
  });
  return (
    <div className="screen">
      <h1>{say(TITLES[menu])}</h1>
      <ol className="menu">
        {items.map((item, at) => (
          <li key={item.text}>
            <button
              type="button"
              disabled={item.isOff?.(till) ?? false}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(item)}
            >
              <span className="bytes">{at + 1}</span>
              {say(item.text)}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
