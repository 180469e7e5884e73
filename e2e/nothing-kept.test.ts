// Goal: after a day of payments of every kind, right and wrong, nothing that PCI DSS 3.3.1 and 3.5.1 forbid to keep
// is found: no PAN, track, PIN, PIN block or clear key, in rows, database files, write-ahead log, other files and
// logs. Method: a real host, a virtual terminal over TCP, and `tillgate scan` with everything secret as a canary.
// Then one PAN is planted in a row and in a file, to see that this test can fail.

import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { HostUnderTest, pinBlocksOf, sendBytes, Till } from './nothing-kept.fixture.js';
import { type Canary, cardNamed, chipKeysOf, track2Of, world } from './nothing-kept-world.fixture.js';
import { inDatabase } from './running-database.harness.js';

const WRONG_PIN = '909090';
const CHANGED_PIN = '850317';

const host = new HostUnderTest();
const secrets: Canary[] = world.cards.flatMap((card) => [
  { kind: 'track', value: track2Of(card) } as const,
  ...pinBlocksOf(card),
  ...chipKeysOf(card),
]);
secrets.push(...pinBlocksOf({ ...cardNamed('everyday'), pin: CHANGED_PIN }));

before(() => host.start());
after(() => host.remove());

test('payments of every kind, right and wrong', async () => {
  const first = await Till.open(host, '10000001');
  assert.equal((await first.terminal.signOn()).result, 'approved');
  secrets.push(...first.secrets());
  const answers: Array<string | undefined> = [];
  const sale = async (
    till: Till,
    name: string,
    entry: 'stripe' | 'contact' | 'manual',
    pin?: string,
  ): Promise<void> => {
    till.pin = pin;
    const outcome = await till.terminal.sale(till.card(name, entry), 1_00);
    answers.push(outcome.answerCode ?? outcome.failure);
  };
  for (const name of ['everyday', 'four-digit-pin', 'twelve-digit-pin', 'pin-and-signature']) {
    for (const entry of ['contact', 'stripe', 'manual'] as const)
      await sale(first, name, entry, cardNamed(name).pin);
  }
  for (const [pin, newPin] of [
    [cardNamed('everyday').pin, CHANGED_PIN],
    [CHANGED_PIN, cardNamed('everyday').pin],
  ]) {
    [first.pin, first.newPin] = [pin, newPin];
    const outcome = await first.terminal.changePin(first.card('everyday', 'contact'));
    assert.equal(outcome.answerCode, '00');
  }
  for (const name of ['lost', 'expired', 'not-activated'])
    await sale(first, name, 'stripe', cardNamed(name).pin);
  await sale(first, 'everyday-2', 'contact', WRONG_PIN);
  first.pin = cardNamed('credit').pin;
  await first.terminal.balance(first.card('credit', 'contact'));
  first.mishap = 'wrong-mac';
  await sale(first, 'everyday', 'stripe', cardNamed('everyday').pin);
  assert.equal((await first.terminal.signOn()).result, 'approved', 'after A0 the terminal has no keys');
  first.mishap = 'lost-answer';
  await sale(first, 'twelve-digit-pin', 'stripe', cardNamed('twelve-digit-pin').pin);
  assert.ok(first.terminal.status.pendingReversal, 'a payment without an answer is to be reversed');
  await sale(first, 'everyday', 'contact', cardNamed('everyday').pin);
  assert.equal(first.terminal.status.pendingReversal, undefined);

  const second = await Till.open(host, '10000002');
  assert.equal((await second.terminal.signOn('004')).result, 'approved');
  for (const name of ['everyday', 'four-digit-pin']) await sale(second, name, 'stripe', cardNamed(name).pin);
  secrets.push(...first.secrets(), ...second.secrets());
  for (const code of ['00', '55', 'A0']) assert.ok(answers.includes(code), `${code} among ${answers}`);
  await sendBroken(first.sent);
});

/** Whole messages that carry card data, broken in every way that a line or a bad terminal can. */
async function sendBroken(sent: readonly Uint8Array[]): Promise<void> {
  const payments = sent.filter((frame) => frame.length > 120).slice(0, 3);
  assert.ok(payments.length > 0);
  const framed = (body: Uint8Array): Uint8Array =>
    Uint8Array.from([body.length >> 8, body.length & 255, ...body]);
  const changed = (body: Uint8Array, at: number, byte: number): Uint8Array => {
    const copy = Uint8Array.from(body);
    copy[at] = byte;
    return copy;
  };
  for (const frame of payments) {
    const body = frame.subarray(2);
    const broken = [
      ...[22, 34, 36, 40, 60, body.length - 9, body.length - 1].map((length) =>
        framed(body.subarray(0, length)),
      ),
      // TPDU, header, message type, bitmap, the length of F2, a digit of F2 and of F35.
      ...[0, 5, 6, 11, 12, 13, 14, 16, 20, 21, 24, 30, 45].map((at) => framed(changed(body, at, 0xff))),
      ...[13, 14, 15, 17, 20].map((at) => framed(changed(body, at, 0x00))),
      framed(Uint8Array.from([...body, ...body.subarray(20, 60)])),
      framed(Uint8Array.from([...body, ...body])),
      frame.subarray(0, 50),
      Uint8Array.from([0xff, 0xff, ...body]),
      framed(new TextEncoder().encode(`GET /?pan=${cardNamed('everyday').pan}&pin=1357 HTTP/1.0`)),
    ];
    for (const bytes of broken) await sendBytes(host.posPort, bytes, 200);
  }
  const { pan } = cardNamed('everyday');
  for (const path of [`/${pan}`, `/api/transactions?last4=${pan}`, `/api/transactions/${pan}`]) {
    await fetch(`${host.http}${path}`);
  }
  const body = JSON.stringify({ name: pan, password: track2Of(cardNamed('everyday')) });
  await fetch(`${host.http}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
}

function everything(): Canary[] {
  return [...secrets, { kind: 'key', value: host.localMasterKey }];
}

test('nothing is kept while the host runs: rows, files, write-ahead log, log', async () => {
  await inDatabase(host.dataDir, 'checkpoint');
  const { exitCode, findings, scanned, words } = await host.scan(everything(), [host.dataDir, host.log]);
  assert.deepEqual(findings, []);
  assert.equal(exitCode, 0, words);
  assert.equal(scanned.databases, 1);
  assert.ok(scanned.files > 100 && scanned.bytes > 20_000_000, JSON.stringify(scanned));
});

test('nothing is kept after it was stopped', async () => {
  await host.stop();
  const { exitCode, findings, scanned } = await host.scan(everything(), [host.dataDir, host.log]);
  assert.deepEqual(findings, []);
  assert.equal(exitCode, 0);
  assert.equal(scanned.databases, 0);
});

test('a PAN in a row, and one in a file, are both found', async () => {
  await host.start();
  const { pan } = cardNamed('never-used');
  await inDatabase(
    host.dataDir,
    `update merchant set name_en = 'shop of ${pan}' where merchant_id = '999290054110001'`,
  );
  await inDatabase(host.dataDir, 'checkpoint');
  appendFileSync(join(host.dataDir, 'notes.txt'), `call the holder of ${pan}\n`);
  const { exitCode, findings } = await host.scan(everything(), [host.dataDir]);
  assert.equal(exitCode, 7);
  const places = findings.map(({ path }) => path);
  assert.ok(
    places.some((path) => path.endsWith('/public.merchant')),
    'in the row',
  );
  assert.ok(
    places.some((path) => path.endsWith('notes.txt')),
    'in the file',
  );
  assert.ok(
    places.some((path) => path.includes('/pg_wal/')),
    'in the write-ahead log',
  );
  assert.ok(
    places.some((path) => path.includes('/base/')),
    "in the table's file",
  );
  assert.ok(findings.every(({ value }) => value === '629998******0032'));
});
