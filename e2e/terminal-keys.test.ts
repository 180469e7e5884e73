// Keys of terminals from outside. Goal: a terminal that a command adds enrols, gets its key for its certificate alone,
// and pays with its PIN under SM4 and under AES DUKPT; the key map shows it; a compromised key ends at once, and a
// new one helps; a lost hand-over locks nobody out, and a recorded one is refused. Method: a real host, and the
// command line as the terminal.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
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

/** The same question as `load-key` asks, whose answer nobody receives. */
async function handOverLost(terminalId: string, holds: string): Promise<unknown> {
  const file = (name: string) => JSON.parse(readFileSync(join(demo.place.dataDir, name), 'utf8'));
  const { http, token } = file('host.json') as { http: string; token: string };
  const credentials = file(`terminals/${terminalId}.certificate.json`) as { certificatePem: string };
  const response = await fetch(`${http}/api/terminals/${terminalId}/key`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ certificate: credentials.certificatePem, holds, nonce: '0'.repeat(32) }),
  });
  assert.equal(response.status, 200);
  return response.json();
}

test('a hand-over whose answer is lost locks no terminal out, and the next one is taken into use', async () => {
  const id = '20000001';
  const show = () => demo.place.json<TerminalKeysDetail>('keys', 'show', id);
  const { own: before } = await show();
  await handOverLost(id, before.kcv);
  await done('sale', id, ...sale, '1.00');
  await done('sign-on', id);
  assert.equal((await show()).own.kcv, before.kcv);
  // Taken, and replaced before it was used, by a hand-over that did not arrive.
  await done('load-key', id);
  const { next } = await show();
  await handOverLost(id, next?.kcv ?? '');
  await done('sign-on', id);
  await done('sale', id, ...sale, '1.00');
  const { own } = await show();
  assert.deepEqual([own.kcv, own.generation > before.generation], [next?.kcv, true]);
});

test('a terminal that is asked for it fetches a key by itself, and pays on', async () => {
  const id = '20000002';
  const show = () => demo.place.json<TerminalKeysDetail>('keys', 'show', id);
  assert.equal((await demo.place.run('centre', 'ask', 'loadOwnKey', '--terminal', id)).code, 0);
  await done('sale', id, ...sale, '1.00');
  const asked = await show();
  assert.equal(asked.asksForOwnKey, false);
  await done('sale', id, ...sale, '1.00');
  const { own } = await show();
  assert.deepEqual([own.kcv, own.generation], [asked.next?.kcv, asked.own.generation + 1]);
});

test('a key that is not signed for this very question is not taken', async () => {
  const id = '20000001';
  const recorded = (await handOverLost(id, '')) as object;
  const replaying = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(recorded));
  });
  replaying.listen(0, '127.0.0.1');
  await once(replaying, 'listening');
  const path = join(demo.place.dataDir, 'host.json');
  const file = readFileSync(path, 'utf8');
  const { port } = replaying.address() as AddressInfo;
  try {
    writeFileSync(path, JSON.stringify({ ...JSON.parse(file), http: `http://127.0.0.1:${port}` }));
    const { code, said } = await terminal('load-key', id);
    assert.equal(code, 1);
    assert.match(said, /not signed by the host/);
  } finally {
    writeFileSync(path, file);
    replaying.close();
  }
  await done('load-key', id);
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
