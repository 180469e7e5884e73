// Goal: a terminal signs on with keys that it has checked, or not at all. Method: the host fixture, answering
// well and badly.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatF62WorkingKeys, parseF62WorkingKeys } from '@tillgate/pos-protocol';
import { card, Till } from './till.fixture.js';

test('sign-on takes over keys, batch and clock, and holds for the local date', async () => {
  const till = await Till.open();
  till.host.mmdd = '1123';
  till.host.hhmmss = '000500';
  till.host.reactions = [{ fields: { 60: '00000042003' } }];
  const outcome = await till.terminal.signOn('003');
  assert.equal(outcome.result, 'approved');
  const { signedOn, batch, signOnDate, keyCheckValues } = till.terminal.status;
  assert.deepEqual(
    { signedOn, batch, signOnDate },
    { signedOn: true, batch: '000042', signOnDate: '20261123' },
  );
  assert.equal(keyCheckValues.tmk, '0E81A1');
  assert.match(keyCheckValues.macKey!, /^[0-9A-F]{6}$/);
  assert.equal(keyCheckValues.trackKey, undefined);
  assert.equal((await till.terminal.sale(card(), 100)).result, 'approved');
  till.nowMs += 24 * 3600_000;
  assert.equal((await till.terminal.sale(card(), 100)).failure, 'not-signed-on');
});

test('the request is as the protocol says: fields 11, 41, 42, 60, 63, no MAC', async () => {
  const till = await Till.open();
  await till.terminal.signOn('004');
  const [request] = till.host.requests;
  assert.deepEqual(request!.fieldNumbers(), [11, 41, 42, 60, 63]);
  assert.equal(request!.text(60), '00000001004');
  assert.equal(String.fromCharCode(...request!.bytes(63)!), '01 ');
});

test('asked for 004, no track key: refused, not downgraded', async () => {
  const till = await Till.open();
  await till.terminal.signOn('003');
  const two = new Uint8Array(40);
  till.host.reactions = [{ fields: { 62: two } }];
  const outcome = await till.terminal.signOn('004');
  assert.equal(outcome.failure, 'no-track-key');
  assert.equal(till.terminal.status.signedOn, false);
});

for (const [name, slot] of [
  ['pinKey', 0],
  ['macKey', 1],
  ['trackKey', 2],
] as const) {
  test(`a wrong check value of the ${name} is refused and named`, async () => {
    const till = await Till.open();
    await till.terminal.signOn('004');
    const stored = till.stored!.signOn!.workingKeysUnderTmk;
    const bytes = Uint8Array.from(stored.match(/../g)!, (pair) => Number(`0x${pair}`));
    bytes[slot * 20 + 19] = bytes[slot * 20 + 19]! ^ 1;
    till.host.reactions = [{ fields: { 62: bytes } }];
    const outcome = await till.terminal.signOn('004');
    assert.equal(outcome.failure, 'key-check');
    assert.equal(outcome.detail, name);
    assert.equal(till.terminal.status.signedOn, false);
    assert.deepEqual(formatF62WorkingKeys(parseF62WorkingKeys(bytes)!), bytes);
  });
}

test('keys of an illegal length are refused', async () => {
  for (const length of [0, 24, 41, 60]) {
    const till = await Till.open();
    till.host.reactions = [{ fields: { 62: new Uint8Array(length) } }];
    assert.equal((await till.terminal.signOn('003')).failure, 'working-keys');
  }
});

test('a refusal, a silent host and a host that is not there leave the terminal signed off', async () => {
  const till = await Till.open();
  till.host.reactions = [{ code: '97' }, { fault: 'lose-answer' }, { fault: 'refuse-connection' }];
  const first = await till.terminal.signOn();
  assert.equal(first.answerCode, '97');
  assert.equal(first.text.zh, '终端未登记');
  assert.equal((await till.terminal.signOn()).failure, 'unreachable');
  assert.equal((await till.terminal.signOn()).failure, 'unreachable');
  assert.equal(till.terminal.status.signedOn, false);
});

test('an answer with another trace is not taken', async () => {
  const till = await Till.open();
  till.host.reactions = [{ fault: 'other-trace' }];
  const outcome = await till.terminal.signOn();
  assert.equal(outcome.failure, 'answer-mismatch');
  assert.equal(outcome.detail, '11');
});

test('sign-on and keys survive a restart; sign-off ends them', async () => {
  const till = await Till.open();
  await till.terminal.signOn('004');
  const before = till.terminal.status.keyCheckValues;
  await till.restart();
  assert.deepEqual(till.terminal.status.keyCheckValues, before);
  assert.equal((await till.terminal.sale(card(), 100)).result, 'approved');
  assert.equal((await till.terminal.signOff()).result, 'approved');
  await till.restart();
  assert.equal(till.terminal.status.signedOn, false);
});

test('an echo carries fields 41, 42 and 60 only', async () => {
  const till = await Till.open();
  assert.equal((await till.terminal.echo()).result, 'approved');
  assert.deepEqual(till.host.requests[0]!.fieldNumbers(), [41, 42, 60]);
});

test('header digit 6 of an answer is followed once, and told; a software update is told only', async () => {
  const wishes: readonly [request: string, sent: readonly string[]][] = [
    ['1', ['00000001360']],
    ['2', ['00000001362']],
    ['3', ['00000001003']],
    ['4', ['372', '372', '370', '370', '370', '371'].map((code) => `00000001${code}`)],
    ['5', ['382', '380', '380', '381'].map((code) => `00000001${code}`)],
    ['6', []],
  ];
  for (const [centreRequest, sent] of wishes) {
    const till = await Till.open();
    await till.terminal.signOn();
    // The answer to what was wished for has the wish again: that must not make a loop.
    till.host.reactions = [{ centreRequest }, { centreRequest }];
    await till.terminal.sale(card(), 100);
    const controls = till.host.requests.slice(2).map((request) => request.text(60));
    assert.deepEqual(controls, sent);
    assert.deepEqual(
      till.events.filter(({ type }) => type === 'centre-request'),
      [{ type: 'centre-request', request: centreRequest }],
    );
  }
});

test('traces go up by one with every packed message, wrap, and skip 000000', async () => {
  const till = await Till.open();
  await till.terminal.signOn();
  till.stored = { ...till.stored!, nextTrace: 999_999 };
  await till.restart();
  await till.terminal.sale(card(), 100);
  await till.terminal.sale(card(), 100);
  assert.deepEqual(
    till.host.requests.map((request) => request.text(11)),
    ['000001', '999999', '000001'],
  );
});
