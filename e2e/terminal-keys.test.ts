// Keys of terminals from outside. Goal: a terminal that a command adds enrols, gets its key for its certificate alone,
// and pays with its PIN under SM4 and under AES DUKPT; the key map shows it; a compromised key ends at once, and a
// new one helps. Method: a real host, and the command line as the terminal.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyMap, TerminalKeysDetail } from '@tillgate/server/api';
import { demoHost } from './demo-host.harness.js';

const demo = demoHost();
const MERCHANT = '999290054110001';

function terminal(action: string, terminalId: string, ...more: readonly string[]) {
  return demo.place.run('terminal', action, '--terminal', terminalId, ...more, '-o', 'json');
}

async function done(action: string, terminalId: string, ...more: readonly string[]): Promise<string> {
  const { code, out, said } = await terminal(action, terminalId, ...more);
  assert.equal(code, 0, `${action}: ${said} ${out}`);
  return out;
}

async function added(terminalId: string, profile: string): Promise<void> {
  await done('add', terminalId, '--merchant', MERCHANT, '--profile', profile);
  const without = await terminal('load-key', terminalId);
  assert.equal(without.code, 4, 'no key without a certificate');
  await done('enrol', terminalId);
  await done('load-key', terminalId);
}

const sale = ['--card', 'everyday', '--amount'] as const;

test('a terminal under SM4 is added, gets its key and pays by chip and by stripe with its PIN', async () => {
  const id = '20000001';
  await added(id, 'cup-pos-sm4');
  assert.equal((await terminal('sale', id, ...sale, '1.00')).code, 4, 'not signed on');
  await done('sign-on', id);
  for (const entry of ['contact', 'stripe', 'manual'])
    await done('sale', id, ...sale, '1.23', '--entry', entry);
  const wrong = await terminal('sale', id, ...sale, '1.00', '--wrong-pin');
  assert.equal(wrong.code, 5);
  assert.match(wrong.out, /"answerCode":"55"/);
  assert.match(await done('settle', id), /"equal"/);
});

test('under AES DUKPT there is no sign-on, and each message goes up by one', async () => {
  const id = '20000002';
  await added(id, 'aes-dukpt');
  assert.notEqual((await terminal('sign-on', id)).code, 0);
  await done('sale', id, ...sale, '2.34');
  await done('sale', id, ...sale, '2.34', '--entry', 'stripe');
  assert.equal((await terminal('sale', id, ...sale, '1.00', '--wrong-pin')).code, 5);
  await done('void', id);
  const { messages, working } = await demo.place.json<TerminalKeysDetail>('keys', 'show', id);
  assert.deepEqual([messages, working], [4, null]);
  assert.match(await done('settle', id), /"equal"/);
});

test('the key map tells scheme, generation and check values, and never a key', async () => {
  await done('sign-on', '20000001');
  const { terminals: all } = await demo.place.json<KeyMap>('keys', 'list');
  const [sm4, dukpt, demoOne] = ['20000001', '20000002', '10000001'].map((id) =>
    all.find(({ terminalId }) => terminalId === id),
  );
  assert.deepEqual([sm4?.scheme, dukpt?.scheme, demoOne?.scheme], ['sm4', 'aes-dukpt', 'tdes']);
  assert.deepEqual([sm4?.own.generation, demoOne?.own.generation], [1, 1]);
  assert.match(sm4?.working?.kcv.track ?? '', /^[0-9A-F]{6}$/);
  assert.equal(demoOne?.own.kcv, '0E81A1');
  assert.doesNotMatch(JSON.stringify(all), /[0-9A-F]{16}/, 'nothing as long as a key');
});

test('a compromised key ends at once with all that came from it, and a new key helps', async () => {
  for (const [id, signsOn] of [
    ['20000001', true],
    ['20000002', false],
  ] as const) {
    if (signsOn) await done('sign-on', id);
    await done('sale', id, ...sale, '1.00');
    const asked = await demo.place.run('keys', 'compromise', id);
    assert.equal(asked.code, 2, 'not without --yes');
    const told = await demo.place.json<TerminalKeysDetail>('keys', 'compromise', id, '--yes');
    assert.equal(told.own.isCompromised, true);
    assert.equal(told.working, null);
    assert.ok(told.blastRadius.messages > 3);
    assert.equal(told.blastRadius.cardsWithPin, 1);
    const refused = await terminal('sale', id, ...sale, '1.00');
    assert.match(refused.out, /"answerCode":"A7"/, refused.said);
    assert.notEqual((await terminal('sign-on', id)).code, 0);
    await done('load-key', id);
    if (signsOn) await done('sign-on', id);
    await done('sale', id, ...sale, '1.00');
    const { own } = await demo.place.json<TerminalKeysDetail>('keys', 'show', id);
    assert.deepEqual([own.generation, own.isCompromised], [2, false]);
  }
});

test('a number that is taken, a merchant and a profile that are not there are refused', async () => {
  const at = (merchant: string, profile: string): readonly string[] => [
    ...['--merchant', merchant, '--profile', profile],
  ];
  assert.equal((await terminal('add', '10000001', ...at(MERCHANT, 'cup-pos'))).code, 4);
  assert.equal((await terminal('add', '20000009', ...at('999999999999999', 'cup-pos'))).code, 3);
  assert.equal((await terminal('add', '20000009', ...at(MERCHANT, 'nobody'))).code, 1);
  assert.equal((await terminal('add', '20000009')).code, 2);
});

test('a revoked certificate gets no key', async () => {
  await done('revoke', '20000002');
  assert.equal((await terminal('load-key', '20000002')).code, 4);
});

test('the books add up', async () => {
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
});
