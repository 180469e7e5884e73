// Two hosts on one PostgreSQL, with one HSM beside them. Goal: terminals move between them at any moment and nothing
// is lost or done twice: the guarantees are the database's, and memory is only a cache. Method: real processes; one
// message at both hosts, a reversal at the other host, one account at both, and one host killed under load.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { CvmPolicyView } from '@tillgate/server/api';
import { Books } from './books.harness.js';
import { demoCard, demoTerminal, loadCards } from './demo-world.fixture.js';
import { DataPlace, type RunningHost, within } from './host.harness.js';
import { Officers } from './officers.harness.js';
import { wayInto } from './running-database.harness.js';
import { purchase } from './wire-followers.js';
import { expectCode, WireLink, WireTerminal } from './wire-terminal.js';

const [hsmPlace, first, second] = [new DataPlace(), new DataPlace(), new DataPlace()];
const hsmFolder = join(hsmPlace.dataDir, 'hsm');
const ids = ['10000001', '10000002', '10000003', '10000006'];
const ROUNDS = 100;
let hosts: RunningHost[];
let tills: WireTerminal[];

before(async () => {
  const hsm = hsmPlace.spawn('hsm', 'serve');
  while (!hsm.out().includes('ready ')) await pause(20);
  const one = await first.up('--demo', '--hsm', hsmFolder);
  const { socketFolder, urlThrough } = wayInto(first.dataDir);
  second.databaseUrl = urlThrough(socketFolder);
  hosts = [one, await second.up('--demo', '--hsm', hsmFolder)];
  tills = await Promise.all(
    ids.map((id, index) => WireTerminal.signedOn(demoTerminal(id), hosts[index % 2]!.posPort)),
  );
});

after(async () => {
  for (const till of tills) till.close();
  for (const host of hosts.slice().reverse()) await host.stop().catch(() => undefined);
  await Promise.all([second.remove(), first.remove(), hsmPlace.remove()]);
});

test('a terminal changes its host with every message', async () => {
  const [till] = tills;
  const card = demoCard('everyday');
  const before = await till!.balanceMinor(card);
  for (let turn = 0; turn < 20; turn += 1) {
    till!.moveTo(hosts[turn % 2]!.posPort);
    if (turn % 7 === 0) await till!.signOn();
    expectCode('00', (await purchase(till!, card, 100)).answer);
  }
  assert.equal(await till!.balanceMinor(card), before - 2_000);
});

test('one message at both hosts at once: one effect, one answer; and its reversal likewise', async () => {
  const [till] = tills;
  const card = demoCard('everyday-2');
  const links = hosts.map(({ posPort }) => new WireLink(posPort));
  for (let round = 0; round < 20; round += 1) {
    const before = await till!.balanceMinor(card);
    const fields = till!.purchase(card, 1_000 + round, { pin: card.pin });
    const answers = await Promise.all(links.map((link) => till!.request('0200', fields, { link })));
    expectCode('00', answers[0]!);
    assert.deepEqual(answers[1]!.bytes, answers[0]!.bytes);
    assert.equal(await till!.balanceMinor(card), before - 1_000 - round);
    const reversal = till!.reversalOf(fields);
    const undone = await Promise.all(links.map((link) => till!.request('0400', reversal, { link })));
    for (const { code } of undone) assert.equal(code, '00');
    assert.equal(await till!.balanceMinor(card), before);
  }
  for (const link of links) link.close();
});

test('a policy published at one host asks for the PIN at the other, at the next payment', async () => {
  const officers = new Officers(first);
  await officers.add('ann', 'bob');
  const { http } = hosts[0]!;
  const cookies = { ann: await officers.cookieAt(http, 'ann'), bob: await officers.cookieAt(http, 'bob') };
  const tell = async (person: 'ann' | 'bob', path: string, content: object): Promise<void> => {
    const headers = { cookie: cookies[person], 'content-type': 'application/json' };
    const body = JSON.stringify(content);
    assert.equal((await fetch(`${http}${path}`, { method: 'POST', headers, body })).status, 200);
  };
  const card = demoCard('credit');
  const [till] = tills;
  till!.moveTo(hosts[1]!.posPort);
  expectCode('00', await till!.pay(card, 5_000));
  const asked = await fetch(`${http}/api/cvm-policies`, { headers: { cookie: cookies.ann } });
  const policies = (await asked.json()) as readonly CvmPolicyView[];
  const { inForce } = policies.find(({ issuerId }) => issuerId === '62999800')!;
  const path = '/api/cvm-policies/62999800/standard';
  await tell('ann', path, { rules: { ...inForce.rules, perPaymentMinor: 4_999 } });
  await tell('bob', `${path}/${inForce.version + 1}/publish`, {});
  // The word goes from host to host by the database.
  await pause(1_000);
  const { rrn } = expectCode('70', await till!.pay(card, 5_000));
  const cause = await first.json<{ cause: { id: string } }>('explain', rrn, '--for', 'engineer');
  assert.equal(cause.cause.id, 'cvm.amount');
});

test(`money for one at 64 connections over both hosts: exactly one approval, ${ROUNDS} rounds`, {
  timeout: 300_000,
}, async () => {
  const card = demoCard('low-balance');
  const links = Array.from({ length: 64 }, (_, index) => new WireLink(hosts[index % 2]!.posPort));
  for (let round = 0; round < ROUNDS; round += 1) {
    const sent = links.map((link, index) => {
      const till = tills[index % tills.length]!;
      return { till, link, fields: till.purchase(card, 5_000) };
    });
    const answers = await Promise.all(
      sent.map(({ till, link, fields }) => till.request('0200', fields, { link })),
    );
    const codes = answers.map(({ code }) => code);
    assert.deepEqual(codes.toSorted(), ['00', ...Array<string>(63).fill('51')]);
    const { till, fields } = sent[codes.indexOf('00')]!;
    expectCode('00', await till.request('0400', till.reversalOf(fields)));
  }
  for (const link of links) link.close();
});

test('one host is killed under load; its terminals go on at the other', { timeout: 120_000 }, async () => {
  const going = tills.map((till, index) => payOn(till, index));
  await pause(1500);
  await hosts[1]!.kill();
  for (const till of tills) till.moveTo(hosts[0]!.posPort);
  await pause(1500);
  stopped = true;
  await within(Promise.all(going), 20_000, 'all have their answers');
  await new Books(first).verify();
  hosts = [hosts[0]!, await second.up('--demo', '--hsm', hsmFolder)];
  tills[0]!.moveTo(hosts[1]!.posPort);
  expectCode('00', (await purchase(tills[0]!, loadCards[0]!, 100)).answer);
});

let stopped = false;

/** Pays until told to stop; what had no answer is reversed at whichever host is there. */
async function payOn(till: WireTerminal, index: number): Promise<void> {
  for (let turn = index; !stopped; turn += 1) {
    const fields = till.purchase(loadCards[turn % 5]!, 100);
    const answer = await till.request('0200', fields).catch(() => undefined);
    if (answer) continue;
    const reversed = await within(reverse(till, fields), 15_000, 'the reversal is answered');
    assert.ok(['00', '25'].includes(reversed), reversed);
  }
}

async function reverse(till: WireTerminal, fields: ReturnType<WireTerminal['purchase']>): Promise<string> {
  for (;;) {
    const answer = await till.request('0400', till.reversalOf(fields)).catch(() => undefined);
    if (answer) return answer.code;
    await pause(100);
  }
}
