// A bank in a process of its own, and a link to it that really breaks. Goal: whatever happens to bank, link or host in
// the middle of a payment, both books hold in the end, and nothing stays in doubt. Method: the bank is stopped,
// killed and started again, and so is the host, between the bytes of real payments.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import { type BankProcess, DataPlace, type RunningHost } from './host.harness.js';
import { amount, follow, followerOf, offlineSale, preAuthorization, purchase } from './wire-followers.js';
import { expectCode, WireLink, WireTerminal } from './wire-terminal.js';

const BANK = '62999900';
const LIMIT_MS = 1500;
/** Of that bank. */
const card = demoCard('everyday');

const places = { host: new DataPlace(), bank: new DataPlace() };
let bank: BankProcess;
let host: RunningHost;
let till: WireTerminal;

interface Doubt {
  readonly rrn: string;
  readonly paymentRrn: string;
  readonly stage: string;
  readonly amountMinor: number;
}

function startHost(): Promise<RunningHost> {
  return places.host.up(
    ...['--demo', '--bank', `${BANK}=127.0.0.1:${bank.port}`, '--bank-limit', String(LIMIT_MS)],
  );
}

before(async () => {
  bank = await places.bank.bank(BANK, 0);
  host = await startHost();
  till = await WireTerminal.signedOn(demoTerminal('10000001'), host.posPort);
});

after(async () => {
  till.close();
  await host.stop();
  await bank.stop();
  await Promise.all([places.host.remove(), places.bank.remove()]);
});

const doubts = (): Promise<readonly Doubt[]> => places.host.json<readonly Doubt[]>('tx', 'in-doubt');

async function untilNothingIsInDoubt(): Promise<void> {
  for (let waits = 0; waits < 200; waits += 1) {
    if ((await doubts()).length === 0) return;
    await pause(250);
  }
  assert.deepEqual(await doubts(), []);
}

async function bothBooksHold(): Promise<void> {
  await untilNothingIsInDoubt();
  for (const place of [places.host, places.bank]) {
    const proof = await place.json<{ violations: unknown[] }>('books', 'verify');
    assert.deepEqual(proof.violations, []);
  }
}

async function stateOf(rrn: string): Promise<string> {
  return (await places.host.json<{ state: string }>('tx', 'show', rrn)).state;
}

test('payments and what follows them go to the bank and come back; both books hold', async () => {
  const before = await till.balanceMinor(card);
  const first = await purchase(till, card, 3_000);
  expectCode('00', first.answer);
  expectCode('00', (await follow(till, 'void', first)).answer);
  const second = await purchase(till, card, 5_000);
  expectCode('00', (await follow(till, 'refund', second, { 4: amount(2_000) })).answer);
  const held = await preAuthorization(till, card, 10_000);
  expectCode('00', held.answer);
  expectCode('00', (await follow(till, 'completion', held, { 4: amount(9_000) })).answer);
  expectCode('00', (await offlineSale(till, card, 700)).answer);
  await bothBooksHold();
  assert.equal(await till.balanceMinor(card), before - 3_000 - 9_000 - 700);
});

test('a void whose message has no card number reaches the bank with the number that the host keeps', async () => {
  const before = await till.balanceMinor(card);
  const paid = await purchase(till, card, 2_300);
  const { mti, fields } = followerOf(till, 'void', paid);
  const { 2: _number, 14: _expiry, ...unnamed } = fields;
  expectCode('00', await till.request(mti, { ...unnamed, 22: '032' }));
  await bothBooksHold();
  assert.equal(await till.balanceMinor(card), before);
});

test("the bank's no comes with its reason", async () => {
  const { answer } = await purchase(till, card, 9_999_999);
  expectCode('61', answer);
  const { reason } = await places.host.json<{ reason: { code: string } }>('tx', 'show', answer.rrn);
  assert.equal(reason.code, 'limit.amount');
});

test('a bank that does not answer leaves a doubt, and takes the reversal when it is back', async () => {
  const before = await till.balanceMinor(card);
  bank.pause();
  const { answer } = await purchase(till, card, 1_100);
  expectCode('98', answer);
  assert.equal(await stateOf(answer.rrn), 'in-doubt');
  assert.deepEqual(
    (await doubts()).map(({ paymentRrn, stage, amountMinor }) => [paymentRrn, stage, amountMinor]),
    [[answer.rrn, 'telling', 1_100]],
  );
  bank.resume();
  await bothBooksHold();
  assert.equal(await stateOf(answer.rrn), 'declined');
  assert.equal(await till.balanceMinor(card), before);
});

test('a bank that is down declines at once; advices are taken and told when it is back', async () => {
  const paid = await purchase(till, card, 4_000);
  const { port } = bank;
  await bank.kill();
  expectCode('91', (await purchase(till, card, 1_200)).answer);
  expectCode('00', (await follow(till, 'refund', paid, { 4: amount(1_000) })).answer);
  assert.equal((await doubts()).length, 1, 'the refund is still to be told');
  bank = await places.bank.bank(BANK, port);
  await bothBooksHold();
});

test('a terminal that reverses while the bank is asked has the last word', async () => {
  const before = await till.balanceMinor(card);
  bank.pause();
  const fields = till.purchase(card, 2_100, { pin: card.pin, reading: '05' });
  const asked = till.request('0200', fields);
  await pause(300);
  const link = new WireLink(host.posPort);
  expectCode('00', await till.request('0400', till.reversalOf(fields), { link }));
  link.close();
  const answer = await asked;
  assert.notEqual(answer.code, '00');
  assert.equal(await stateOf(answer.rrn), 'reversed');
  bank.resume();
  await bothBooksHold();
  assert.equal(await till.balanceMinor(card), before);
});

test('a terminal that hung up before its approval could leave: the host takes it back, at the bank too', async () => {
  const before = await till.balanceMinor(card);
  bank.pause();
  const fields = till.purchase(card, 2_600, { pin: card.pin, reading: '05' });
  const link = new WireLink(host.posPort);
  const asked = till.request('0200', fields, { link }).catch(() => undefined);
  await pause(300);
  link.close();
  await asked;
  bank.resume();
  for (let waits = 0; (await till.balanceMinor(card)) !== before; waits += 1) {
    assert.ok(waits < 40, 'the money comes back');
    await pause(250);
  }
  await bothBooksHold();
  const repeated = await till.request('0400', till.reversalOf(fields));
  expectCode('00', repeated);
});

test('a host that dies while the bank is asked gives the payment up when it is back', async () => {
  const before = await till.balanceMinor(card);
  bank.pause();
  const asked = purchase(till, card, 3_100).catch(() => undefined);
  await pause(400);
  await host.kill();
  await asked;
  bank.resume();
  host = await startHost();
  till.moveTo(host.posPort);
  await bothBooksHold();
  assert.equal(await till.balanceMinor(card), before);
});
