// Goal: a task asks for what its row of the table says, in that order, and the terminal gets what was entered; a wrong
// voucher or password is asked for again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JournalEntry, Outcome, Terminal } from '@tillgate/terminal';
import type { Screen } from './screen.js';
import { TaskFlow } from './task-flow.js';
import { mayBeWhole, type TaskName, tillTasks, titleOf, vouchersFor } from './till-tasks.js';

const voucher = (trace: string, kind: JournalEntry['kind'], state: JournalEntry['state'] = 'open') =>
  ({ trace, kind, state }) as JournalEntry;

const journal = [
  voucher('000002', 'purchase'),
  voucher('000003', 'purchase', 'voided'),
  voucher('000004', 'pre-authorization'),
  voucher('000005', 'qr-sale'),
];

/** A till whose terminal notes what it is asked for, under the name of the method. */
function place() {
  const screens: Screen[] = [];
  const asked: [string, ...unknown[]][] = [];
  const firstPasswords: string[] = [];
  const known = {
    journal,
    operators: {
      logIn: async (id: string, password: string) =>
        id === '00' && password === '975310' ? 'ok' : password === '123456' ? 'change-first' : 'refused',
    },
  };
  const terminal = new Proxy(known, {
    get: (target, name: string) =>
      name in target
        ? target[name as keyof typeof target]
        : async (...given: unknown[]) => {
            asked.push([name, ...given]);
            return {} as Outcome;
          },
  }) as unknown as Terminal;
  const flow = new TaskFlow({
    terminal: () => terminal,
    show: (screen) => screens.push(screen),
    run: async (_amount, action) => void (await action(terminal)),
    askForOwnPassword: (operatorId) => firstPasswords.push(operatorId),
  });
  return { flow, screens, asked, firstPasswords };
}

const fieldOf = (screen: Screen | undefined): string | undefined =>
  screen?.at === 'entry' ? screen.field : screen?.at;

test('a void: the supervisor, the voucher, a look at it; then the terminal', async () => {
  const { flow, screens, asked } = place();
  flow.begin('void');
  await flow.enterSupervisor('1');
  await flow.enterSupervisor('975310');
  await flow.enter({ voucher: '000003' });
  await flow.enter({ voucher: '000005' });
  await flow.enter({});
  assert.deepEqual(screens.map(fieldOf), [...['supervisor', 'supervisor', 'voucher', 'voucher', 'confirm']]);
  assert.deepEqual(
    screens.map((screen) => screen.at === 'entry' && screen.isRefused),
    [false, true, false, true, false],
  );
  const last = screens.at(-1);
  assert.deepEqual(last?.at === 'entry' && last.vouchers.map(({ trace }) => trace), ['000005']);
  const request = { original: { trace: '000005' }, amountMinor: undefined, supervisorPassword: '975310' };
  assert.deepEqual(asked, [['void', request]]);
  assert.equal(flow.isUnderWay, false);
});

test("the supervisor's first password is changed first, and then the task goes on", async () => {
  const { flow, screens, firstPasswords } = place();
  flow.begin('voidPreAuthorization');
  await flow.enterSupervisor('123456');
  assert.deepEqual(firstPasswords, ['00']);
  assert.equal(flow.isUnderWay, true);
  await flow.supervisorAgrees('975310');
  assert.equal(fieldOf(screens.at(-1)), 'voucher');
});

test('what the customer presents comes last; a cancelled task is forgotten', async () => {
  const { flow, screens, asked } = place();
  flow.begin('qrSale');
  await flow.enter({ amount: 321 });
  assert.deepEqual(screens.at(-1), { at: 'card', task: 'qrSale', amountMinor: 321 });
  await flow.present(undefined, '6212345678');
  assert.deepEqual(asked, [['qrSale', '6212345678', 321]]);
  flow.begin('sale', { amount: 100 });
  assert.deepEqual(screens.at(-1), { at: 'card', task: 'sale', amountMinor: 100 });
  flow.cancel();
  await flow.present(undefined, '');
  await flow.enter({ amount: 1 });
  assert.equal(asked.length, 1);
});

test('completions may take the whole hold; nothing else goes without an amount', () => {
  const tasks = Object.keys(tillTasks) as TaskName[];
  assert.deepEqual(
    tasks.filter((task) => mayBeWhole(task, 'amount')),
    ['complete', 'completeByAdvice'],
  );
});

test('vouchers: open ones of the right kind, the newest first; titles in words', () => {
  assert.deepEqual(
    vouchersFor('void', journal).map(({ trace }) => trace),
    ['000005', '000002'],
  );
  assert.deepEqual(vouchersFor('voidCompletion', journal), []);
  assert.deepEqual([titleOf('qr-sale').en, titleOf('pre-authorization').en], ['QR sale', 'Pre-auth']);
});
