// Many at once on the same rows. Goal: nobody is told of a deadlock, nothing is spent twice, and what was approved is
// what left the accounts. Method: a real host; 64 terminals on ten cards for a minute, two hundred payments on an
// account with money for one, and one message over twenty connections.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { assertBooked, Books } from './books.harness.js';
import { demoCard, demoTerminal, loadCards, loadTerminals } from './demo-world.fixture.js';
import { DataPlace } from './host.harness.js';
import { Load, signOnAll } from './load.harness.js';
import type { Fields } from './wire-message.js';
import { type Answer, expectCode, WireLink, type WireTerminal } from './wire-terminal.js';

const MINUTE_MS = 60_000;

test('64 terminals on ten shared cards for a minute', { timeout: 180_000 }, async (context) => {
  const place = new DataPlace();
  after(() => place.remove());
  await place.loadWorld(64);
  const host = await place.up();
  const terminals = await signOnAll(loadTerminals(64), host.posPort);
  const cards = loadCards.slice(0, 10);
  const balances = async (): Promise<number[]> => {
    const found: number[] = [];
    for (const card of cards) found.push(await terminals[0]!.balanceMinor(card));
    return found;
  };

  const before = await balances();
  const load = new Load(terminals, cards);
  await pause(MINUTE_MS);
  const { approvals, unanswered, otherCodes } = await load.stop();
  const left = await balances();

  context.diagnostic(
    `${approvals.length} approvals in a minute, other codes: ${[...otherCodes].join(' ') || 'none'}`,
  );
  assert.deepEqual([...otherCodes.keys()], [], 'no answer but approvals');
  assert.equal(unanswered.length, 0);
  assert.ok(approvals.length > 1000);
  cards.forEach(({ name }, index) => {
    const spent = approvals.filter(({ cardName }) => cardName === name);
    const sum = spent.reduce((total, { amountMinor }) => total + amountMinor, 0);
    assert.equal(before[index]! - left[index]!, sum, `what left ${name} is what was approved on it`);
  });
  const books = new Books(place);
  assertBooked(approvals, await books.news());
  await books.verify();
  for (const terminal of terminals) terminal.close();
  await host.stop();
  assert.doesNotMatch(host.said(), /deadlock|40P01/);
});

test('two hundred payments at once, and one message over twenty connections', {
  timeout: 180_000,
}, async (context) => {
  const place = new DataPlace();
  after(() => place.remove());
  const host = await place.up('--demo');
  const terminals = await signOnAll(
    ['10000001', '10000002', '10000003', '10000006'].map(demoTerminal),
    host.posPort,
  );
  const links = Array.from({ length: 200 }, () => new WireLink(host.posPort));

  await context.test('200 on an account with money for one: exactly one approval, ten times', async () => {
    const card = demoCard('low-balance');
    for (let round = 0; round < 10; round += 1) {
      const sent = links.map((link, index) => {
        const terminal = terminals[index % terminals.length]!;
        const fields = terminal.purchase(card, 5000, index % 2 === 0 ? { pin: card.pin } : {});
        return { terminal, link, fields };
      });
      const answers = await sendAll(sent);
      const codes = answers.map(({ code }) => code).sort();
      assert.deepEqual(codes, ['00', ...Array<string>(199).fill('51')]);
      assert.equal(await terminals[0]!.balanceMinor(card), 0);
      const { terminal, fields } = sent[answers.findIndex(({ code }) => code === '00')]!;
      expectCode('00', await terminal.request('0400', terminal.reversalOf(fields)));
      assert.equal(await terminals[0]!.balanceMinor(card), 5000);
    }
  });

  await context.test(
    'one message over 20 connections at once: one effect, the same answer, ten times',
    async () => {
      const card = demoCard('everyday-2');
      const terminal = terminals[0]!;
      for (let round = 0; round < 10; round += 1) {
        const before = await terminal.balanceMinor(card);
        const fields = terminal.purchase(card, 1000 + round, { pin: card.pin });
        const answers = await sendAll(links.slice(0, 20).map((link) => ({ terminal, link, fields })));
        expectCode('00', answers[0]!);
        for (const { bytes } of answers) assert.deepEqual(bytes, answers[0]!.bytes);
        assert.equal(await terminal.balanceMinor(card), before - 1000 - round);

        const reversal = terminal.reversalOf(fields);
        const undone = await sendAll(
          links.slice(0, 20).map((link) => ({ terminal, link, fields: reversal, mti: '0400' })),
        );
        for (const { bytes } of undone) assert.deepEqual(bytes, expectCode('00', undone[0]!).bytes);
        assert.equal(await terminal.balanceMinor(card), before);
      }
    },
  );

  await new Books(place).verify();
  for (const one of [...links, ...terminals]) one.close();
  await host.stop();
});

interface Sending {
  readonly terminal: WireTerminal;
  readonly link: WireLink;
  readonly fields: Fields;
  readonly mti?: string;
}

function sendAll(sent: readonly Sending[]): Promise<readonly Answer[]> {
  return Promise.all(
    sent.map(({ terminal, link, fields, mti = '0200' }) => terminal.request(mti, fields, { link })),
  );
}
