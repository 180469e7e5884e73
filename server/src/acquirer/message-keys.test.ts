// Goal: where each message has keys of its own, no serial number serves twice, none of another terminal serves, and a
// step that is decided again does not meet its own. Method: the virtual terminal and frames kept from it, sent again
// to the host in memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexToBytes } from '@tillgate/payment-crypto';
import { FrameReader, formatKsn, frame, packBody, parseBody, shippedProfiles } from '@tillgate/pos-protocol';
import { Card, defaultSettings, freshState, PinPad, Terminal, type TerminalState } from '@tillgate/terminal';
import { StoreFault } from '../store/index.js';
import { openTill } from './open-till.fixture.js';
import { MERCHANT_ID, PAN, PIN, TERMINAL_ID, type Till, TMK } from './till.fixture.js';

const profile = shippedProfiles.find(({ name }) => name === 'aes-dukpt')!;
const words = { zh: '', en: '' };
const card = new Card({ entry: 'contact', pan: PAN, expiry: '3012', sequence: '001' });

/** A terminal that counts what it stores and keeps what it sends. */
async function counter(stored?: TerminalState) {
  const till = await openTill('aes-dukpt');
  till.profile = profile;
  const sent: Uint8Array[] = [];
  const saved: TerminalState[] = [];
  const settings = { ...defaultSettings, profile, terminalId: TERMINAL_ID, merchantId: MERCHANT_ID };
  const terminal = await Terminal.open(
    { ...settings, merchantName: words, acquirerName: words },
    {
      store: { load: async () => stored, save: async (state) => void saved.push(state) },
      link: {
        async exchange(bytes) {
          const [body] = new FrameReader().push(bytes);
          const { message } = parseBody(body!).envelope!;
          const ksn = message.bytes(62)?.subarray(0, 12);
          assert.deepEqual(ksn, formatKsn(TERMINAL_ID, saved.at(-1)!.ksnCounter), 'stored before it is used');
          sent.push(body!);
          const reply = await till.answer(body!);
          assert.ok('body' in reply);
          return frame(reply.body);
        },
      },
      clock: { now: () => till.now, wait: async () => undefined },
      random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
      pinEntry: { ask: async () => PIN },
      onEvent: () => undefined,
    },
    new PinPad(hexToBytes(TMK), profile),
  );
  return { till, terminal, sent, saved };
}

async function again(till: Till, body: Uint8Array) {
  const reply = await till.answer(body);
  assert.ok('outcome' in reply);
  return [reply.outcome.answerCode, reply.outcome.reason];
}

test('a payment with its PIN goes through; the same frame again is refused, and takes nothing', async () => {
  const { till, terminal, sent } = await counter();
  assert.equal((await terminal.sale(card, 700)).result, 'approved');
  assert.equal((await terminal.sale(card, 800)).result, 'approved');
  const left = till.availableMinor;
  for (const body of sent) assert.deepEqual(await again(till, body), ['A7', 'key.serial-number-spent']);
  assert.equal(till.availableMinor, left);
  assert.equal(till.terminal.ksn_counter, 2);
});

test('the refusal of a copy carries no MAC, so that it ends no reversal', async () => {
  const { till, terminal, sent } = await counter();
  assert.equal((await terminal.sale(card, 700)).result, 'approved');
  const reply = await till.answer(sent[0]!);
  assert.ok('body' in reply);
  assert.equal(parseBody(reply.body).envelope?.message.has(64), false);
});

test('an older serial number is refused after a newer one, whatever it would say', async () => {
  const { till, terminal } = await counter();
  till.books.terminals.set(TERMINAL_ID, { ...till.terminal, ksn_counter: 5 });
  const outcome = await terminal.sale(card, 100);
  assert.deepEqual([outcome.result, outcome.answerCode], ['declined', 'A7']);
  assert.equal(till.availableMinor, 100_000);
});

test('a message that is declined for another reason has spent its serial number', async () => {
  const { till, terminal, sent } = await counter();
  const other = new Card({ entry: 'contact', pan: '6299990001000040', expiry: '3012' });
  assert.equal((await terminal.sale(other, 100)).answerCode, '14');
  await till.addCard('6299990001000040');
  assert.deepEqual(await again(till, sent[0]!), ['A7', 'key.serial-number-spent']);
});

test('a serial number of another terminal, or none, is refused before a key is derived', async () => {
  const { till, terminal, sent } = await counter();
  await terminal.sale(card, 100);
  const { envelope } = parseBody(sent[0]!);
  for (const f62 of [formatKsn('10000002', 9), formatKsn(TERMINAL_ID, 0), new Uint8Array(3)]) {
    const message = envelope!.message.clone().set(62, f62);
    const body = packBody({ ...envelope!, message }, profile);
    assert.deepEqual(await again(till, body), ['A7', 'key.serial-number']);
  }
});

test('a changed byte under a fresh serial number is refused and spends nothing', async () => {
  const { till, terminal, sent } = await counter();
  await terminal.sale(card, 100);
  const { envelope } = parseBody(sent[0]!);
  const message = envelope!.message.clone().set(62, formatKsn(TERMINAL_ID, 64));
  assert.deepEqual(await again(till, packBody({ ...envelope!, message }, profile)), ['A0', 'mac.wrong']);
  assert.ok(till.terminal.ksn_counter < 64);
});

test('a commit that nobody knows the end of is decided again and meets its own serial number', async () => {
  const { till, terminal } = await counter();
  till.patienceMs = 1000;
  const { transact } = till.books;
  let broken = false;
  till.books.transact = async (loads, decide) => {
    await transact.call(till.books, loads, decide);
    if (broken) return;
    broken = true;
    throw new StoreFault('unknown', 'the line broke at the commit');
  };
  const outcome = await terminal.sale(card, 700);
  assert.equal(outcome.result, 'approved', JSON.stringify(outcome));
  assert.equal(till.availableMinor, 100_000 - 700);
});

test('there is nothing to sign on for, at either end', async () => {
  const { till, terminal } = await counter();
  assert.equal((await terminal.signOn()).failure, 'no-sign-on');
  assert.equal(terminal.status.signedOn, true);
  assert.equal((await till.signOn()).outcome.reason, 'message.not-served');
});

test('an initial key that is used up makes no message', async () => {
  const { terminal, sent } = await counter({ ...freshState, ksnCounter: 0xffff_0000 });
  assert.equal((await terminal.sale(card, 100)).failure, 'keys-used-up');
  assert.equal(sent.length, 0);
});
