// A copied terminal, from outside. Goal: it stands first with evidence of several kinds, people and the rule take it
// out of service, what was dealt with does not count again, and two people block every card that was presented there.
// Method: a real host and its command line; two terminals of one identity that take turns on the wire.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import type {
  BankCard,
  FrozenCards,
  KnownSoftware,
  SoftwareStep,
  Suspect,
  SuspectDetail,
} from '@tillgate/server/api';
import { demoHost } from './demo-host.harness.js';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import { Officers } from './officers.harness.js';
import { expectCode, WireLink, WireTerminal } from './wire-terminal.js';

const TERMINAL = '10000001';
const NOT_ALLOWED = 4;
const NOT_FOUND = 3;
const demo = demoHost(TERMINAL);
const officers = new Officers(demo.place);
const card = demoCard('everyday');
const suspects = (): Promise<readonly Suspect[]> => demo.place.json<readonly Suspect[]>('suspects');

test('nothing speaks against a terminal that pays', async () => {
  await officers.add('ann', 'bob');
  expectCode('00', await demo.till.pay(card, 100));
  assert.deepEqual(await suspects(), []);
  const { code } = await demo.place.run('suspects', '--show', TERMINAL);
  assert.equal(code, NOT_FOUND);
});

test('two that take turns: signing on again, a trace that goes back, and keys of the other', async () => {
  const { till } = demo;
  const copy = new WireTerminal(till.identity, demo.host.posPort);
  for (let turn = 0; turn < 2; turn += 1) {
    await copy.signOn();
    expectCode('00', await copy.pay(card, 100));
    await till.signOn();
    expectCode('00', await till.pay(card, 100));
  }
  copy.close();
  const [first, ...others] = await suspects();
  assert.deepEqual([first?.terminalId, first?.status, others], [TERMINAL, 'active', []]);
  const kinds = first!.evidence.map(({ what }) => what);
  for (const kind of ['sign-on.often', 'trace.back']) assert.ok(kinds.includes(kind), kinds.join());
  assert.ok(first!.score > 0.4 && first!.score < 1, String(first!.score));
  assert.equal(first!.cardsSeen, 1);
  for (const { words } of first!.evidence) assert.ok(words.zh.length > 0 && words.en.length > 0);
});

test('what somebody makes on the line without a key speaks against a terminal, and suspends none', async () => {
  const victim = '10000003';
  const till = await WireTerminal.signedOn(demoTerminal(victim), demo.host.posPort);
  const paid = await till.pay(card, 100);
  assert.deepEqual(
    (await suspects()).map(({ terminalId }) => terminalId),
    [TERMINAL],
  );
  const told = await demo.place.run('suspects', '--rule', '0.5,1');
  assert.notEqual(told.code, 0, 'only people with names set it');
  await officers.done('ann', ['suspects', '--rule', '0.5,1']);
  // Whoever reaches the port: sign-ons in its name, and MACs of a key that nobody gave him.
  const forger = new WireTerminal(demoTerminal(victim), demo.host.posPort);
  for (let turn = 0; turn < 9; turn += 1) await forger.signOn();
  expectCode('00', paid);
  const found = (await suspects()).find(({ terminalId }) => terminalId === victim);
  assert.ok(found && found.score >= 0.5, JSON.stringify(found));
  assert.deepEqual([found.provedScore, found.status], [0, 'active']);
  assert.ok(found.evidence.every(({ proved }) => proved === 0));
  await officers.done('ann', ['suspects', '--rule', '0.5,1']);
  expectCode('00', await till.pay(card, 100));
  forger.close();
  till.close();
  await officers.done('ann', ['suspects', '--rule', 'off']);
  assert.equal((await demo.place.run('suspects', '--resume', victim)).code, 0);
});

test('out of service by rule, and back by hand: what was dealt with does not count again', async () => {
  const rule = (text: string) => officers.step('ann', ['suspects', '--rule', text]);
  assert.equal((await rule('2,1')).code, 2);
  assert.equal((await rule('0.99,9')).code, 0);
  expectCode('00', await demo.till.pay(card, 100));
  // Until its payments alone, under its own keys, show traces that go back often enough.
  const copy = new WireTerminal(demo.till.identity, demo.host.posPort);
  // A count of its own, ahead of the other's: the same trace for the same payment would be the payment said again.
  for (let ahead = 0; ahead < 500; ahead += 1) copy.nextTrace();
  for (let turn = 0; turn < 5; turn += 1) {
    await copy.signOn();
    expectCode('00', await copy.pay(card, 100));
    await demo.till.signOn();
    expectCode('00', await demo.till.pay(card, 100));
  }
  copy.close();
  const [first] = await suspects();
  const back = first?.evidence.find(({ what }) => what === 'trace.back');
  assert.ok(back && back.proved >= 5, JSON.stringify(first));
  assert.equal(first?.evidence.find(({ what }) => what === 'sign-on.often')?.proved, 0);
  assert.equal((await rule('0.5,2')).code, 0);
  expectCode('00', await demo.till.pay(card, 100));
  assert.equal((await rule('0.5,1')).code, 0);
  assert.equal((await demo.till.pay(card, 100)).code, '58');
  const detail = await demo.place.json<SuspectDetail>('suspects', '--show', TERMINAL);
  assert.deepEqual(
    detail.steps.map(({ what, by }) => [what, by]),
    [['suspended', 'rule']],
  );
  assert.equal((await demo.place.run('suspects', '--resume', TERMINAL)).code, 0);
  assert.deepEqual(await suspects(), []);
  assert.equal((await rule('0.5,1')).code, 0);
  expectCode('00', await demo.till.pay(card, 100));
  assert.equal((await rule('off')).code, 0);
});

test('a program that nobody knows speaks against a terminal, once the known ones are said', async () => {
  const report = (hash: string): Promise<unknown> => {
    const entries = [
      ['01', 'A1B2C3'],
      ['05', '20261122'],
      ['06', '093000'],
      ['08', '0'],
      ['09', '0'],
      ['10', '0'],
    ];
    const told = [...entries, ['11', 'right'], ['16', hash]];
    const value = told.map(([tag, one]) => `${tag}${String(one!.length).padStart(3, '0')}${one}`).join('');
    const f59 = `S1${String(value.length).padStart(3, '0')}${value}`;
    return demo.till.manage('0820', '362', { 59: f59, 62: '303131' });
  };
  const tampered = 'ffffffffffffffff';
  await report(tampered);
  assert.deepEqual(await suspects(), []);
  const tested = await demo.place.run('terminal', 'self-test', '--terminal', '10000002', '-o', 'json');
  const { softwareHash } = (JSON.parse(tested.out) as { report: { softwareHash: string } }).report;
  assert.match(softwareHash, /^[0-9a-f]{16}$/);
  await officers.done('ann', ['suspects', '--know', `${softwareHash},virtual POS`]);
  const [first, ...others] = await suspects();
  assert.deepEqual(
    [first?.terminalId, first?.evidence.map(({ what }) => what), others],
    [TERMINAL, ['terminal.software'], []],
  );
  await officers.done('bob', ['suspects', '--know', `${tampered},a till of tomorrow`]);
  assert.deepEqual(await suspects(), []);
  const left = await officers.done<readonly KnownSoftware[]>('ann', ['suspects', '--withdraw', tampered]);
  assert.deepEqual(
    left.map(({ hash }) => hash),
    [softwareHash],
  );
  assert.deepEqual((await suspects())[0]?.terminalId, TERMINAL, 'taken back, it speaks against it again');
  assert.equal((await officers.step('ann', ['suspects', '--withdraw', tampered])).code, NOT_FOUND);
  await officers.done('ann', ['suspects', '--withdraw', softwareHash]);
  const cookie = await officers.cookieAt(demo.host.http, 'bob');
  const answer = await fetch(`${demo.host.http}/api/known-software/steps`, { headers: { cookie } });
  const steps = (await answer.json()) as readonly SoftwareStep[];
  assert.deepEqual(
    steps.map(({ what, by }) => `${what} ${by}`),
    ['withdrawn ann', 'withdrawn ann', 'known bob', 'known ann'],
  );
});

test('one terminal from two networks in turn: a line that fails over is no suspect, but what goes on is', async () => {
  const terminalId = '10000002';
  const till = await WireTerminal.signedOn(demoTerminal(terminalId), demo.host.posPort);
  // Each host of 127.0.0.0/8 is this machine's own.
  const linkFrom = (localAddress: string): WireLink => {
    const { posPort: port } = demo.host;
    return new WireLink(port, connect({ host: '127.0.0.1', port, localAddress, noDelay: true }));
  };
  const links = [linkFrom('127.0.8.1'), linkFrom('127.0.9.1')];
  const pay = async (link: WireLink): Promise<void> => {
    expectCode('00', await till.request('0200', till.purchase(card, 100), { link }));
  };
  const evidence = async () =>
    (await suspects()).find((one) => one.terminalId === terminalId)?.evidence.map(({ what }) => what);
  // There, back, there, back: two returns, as of a router with a second line.
  for (const at of [0, 0, 1, 1, 0, 1]) await pay(links[at]!);
  assert.equal(await evidence(), undefined);
  for (const at of [0, 1]) await pay(links[at]!);
  const [suspect] = (await suspects()).filter((one) => one.terminalId === terminalId);
  assert.deepEqual(
    suspect?.evidence.map(({ what, times, proved }) => [what, times, proved]),
    [['terminal.two-addresses', 2, 0]],
  );
  assert.ok(suspect.score < 0.25, 'little, by itself');
  for (const link of links) link.close();
  till.close();
  assert.equal((await demo.place.run('suspects', '--resume', terminalId)).code, 0);
  assert.equal(await evidence(), undefined);
});

test('a payment that was recorded and is played again proves nothing; one under the keys before does', async () => {
  const terminalId = '10000006';
  const till = await WireTerminal.signedOn(demoTerminal(terminalId), demo.host.posPort);
  let recorded: Buffer = Buffer.alloc(0);
  const record = (message: Buffer): Buffer => {
    recorded = message;
    return message;
  };
  assert.equal((await till.request('0200', till.purchase(card, 100), { bend: record })).code, '00');
  const before = till.keys;
  await till.signOn();
  expectCode('00', await till.pay(card, 100));
  const found = async (times: number) => {
    for (let tries = 0; tries < 50; tries += 1) {
      const suspect = (await suspects()).find((one) => one.terminalId === terminalId);
      const seen =
        suspect?.evidence.filter(({ what }) => /^mac\.previous-key$|^terminal\.cloned$/.test(what)) ?? [];
      const [all, proved] = (['times', 'proved'] as const).map((name) =>
        seen.reduce((sum, one) => sum + one[name], 0),
      );
      if (all === times) return proved;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return assert.fail(`${times} messages under the keys before were not found`);
  };
  const listener = new WireLink(demo.host.posPort);
  for (let again = 0; again < 3; again += 1) await listener.exchange(recorded);
  assert.equal(await found(3), 0, 'its payment came before');
  till.keys = before;
  await till.request('0200', till.purchase(card, 100), { bend: record });
  assert.equal(await found(4), 1);
  for (let again = 0; again < 3; again += 1) await listener.exchange(recorded);
  assert.equal(await found(7), 1, 'played again, it is one all the same');
  listener.close();
  till.close();
  assert.equal((await demo.place.run('suspects', '--resume', terminalId)).code, 0);
});

test('its cards are listed, blocked by two people, and one is put back into use', async () => {
  const freeze = ['suspects', '--freeze', TERMINAL];
  assert.equal((await officers.step('ann', freeze)).code, NOT_ALLOWED);
  assert.equal((await officers.step('ann', freeze)).code, NOT_ALLOWED, 'one person is one');
  expectCode('00', await demo.till.pay(card, 100));
  const frozen = await officers.done<FrozenCards>('bob', freeze);
  assert.deepEqual(frozen, { frozen: 1, outAlready: 0, elsewhere: 0 });
  const declined = expectCode('62', await demo.till.pay(card, 100));
  const told = await demo.place.json<{ cause: { id: string }; text: string }>(
    ...['explain', declined.rrn, '--for', 'cardholder', '--lang', 'en'],
  );
  assert.deepEqual(
    [told.cause.id, told.text],
    ['card.blocked', 'Your bank has blocked this card to protect you'],
  );
  const { cards, steps } = await demo.place.json<SuspectDetail>('suspects', '--show', TERMINAL);
  assert.equal(cards[0]?.status, 'blocked');
  assert.match(cards[0].panMasked, /^[0-9]{6}\*{6}[0-9]{4}$/);
  assert.deepEqual([steps[0]?.what, steps[0]?.by], ['cards-frozen', 'ann, bob']);
  const [back] = await demo.place.json<readonly BankCard[]>('card', 'unblock', String(cards[0].cardId));
  assert.equal(back?.status, 'active');
  expectCode('00', await demo.till.pay(card, 100));
});
