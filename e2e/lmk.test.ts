// A new local master key on a host that takes payments. Goal: two people form it, every stored key moves to it while a
// terminal pays, the old one goes, and all still works after a restart. Method: a real host and its command line.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { demoTerminal, loadCards } from './demo-world.fixture.js';
import { DataPlace } from './host.harness.js';
import { expectCode, WireTerminal } from './wire-terminal.js';

interface State {
  readonly live: string;
  readonly others: readonly string[];
  readonly blocksLeft: number;
}

const NOT_ALLOWED = 4;
const place = new DataPlace();
after(() => place.remove());
const card = loadCards[0]!;
const passwords = new Map<string, string>();

/** A step of one person: the password on standard input, and what else the step asks for. */
function step(person: string, verb: string, args: readonly string[], ...secrets: readonly string[]) {
  return place.runWith([passwords.get(person)!, ...secrets], 'hsm', verb, ...args, '--as', person);
}

async function done<Shape>(...[person, verb, args, ...secrets]: Parameters<typeof step>): Promise<Shape> {
  const { code, out, said } = await step(person, verb, [...args, '-o', 'json'], ...secrets);
  assert.equal(code, 0, said);
  return JSON.parse(out) as Shape;
}

async function addOfficer(name: string): Promise<void> {
  const { password } = await place.json<{ password: string }>('hsm', 'officer', name);
  passwords.set(name, password);
  const early = await step(name, 'begin', []);
  assert.equal(early.code, NOT_ALLOWED, 'a first password opens nothing but its own change');
  const own = 'no name in it, and long enough';
  const { code, said } = await step(name, 'password', [], own);
  assert.equal(code, 0, said);
  passwords.set(name, own);
}

test('a local master key by two people replaces the old one while payments go on', async () => {
  let host = await place.up('--demo');
  const till = await WireTerminal.signedOn(demoTerminal('10000001'), host.posPort);
  const pay = async (): Promise<void> => {
    expectCode('00', await till.request('0200', till.purchase(card, 100, { pin: card.pin })));
  };
  await pay();
  const before = await place.json<State>('hsm', 'status');
  assert.deepEqual(before.others, []);
  assert.equal(before.blocksLeft, 0);

  for (const officer of ['ann', 'bob']) await addOfficer(officer);
  const components = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex').toUpperCase()];
  assert.equal((await step('ann', 'begin', [])).code, 0);
  const first = await done<{ total: string }>('ann', 'component', [], components[0]!);
  assert.equal(first.total, '');
  assert.equal((await step('ann', 'component', [], components[1]!)).code, NOT_ALLOWED);
  const { total } = await done<{ total: string }>('bob', 'component', [], components[1]!);
  assert.match(total, /^[0-9A-F]{6}$/);
  assert.equal((await step('bob', 'retire', [before.live])).code, NOT_ALLOWED);

  let paying = true;
  const payments = (async () => {
    for (; paying; ) await pay();
  })();
  const after = await done<State>('ann', 'activate', [total]);
  paying = false;
  await payments;
  assert.deepEqual(after, { live: total, others: [before.live], blocksLeft: 0 });
  await pay();
  assert.deepEqual((await done<State>('bob', 'retire', [before.live])).others, []);
  await pay();

  const { out: lines } = await place.run('audit', 'export');
  for (const told of [
    /enterLmkComponent[^}]*officer:ann/,
    /enterLmkComponent[^}]*officer:bob/,
    /rewrapKey/,
  ]) {
    assert.match(lines, told);
  }
  for (const component of components) assert.ok(!lines.toUpperCase().includes(component.toUpperCase()));
  await host.stop();

  host = await place.up('--demo');
  till.moveTo(host.posPort);
  await pay();
  const again = await WireTerminal.signedOn(demoTerminal('10000002'), host.posPort);
  expectCode('00', await again.request('0200', again.purchase(card, 100, { pin: card.pin })));
  assert.deepEqual(await place.json<State>('hsm', 'status'), { live: total, others: [], blocksLeft: 0 });
  const proof = await place.json<{ violations: unknown[] }>('audit', 'verify');
  assert.deepEqual(proof.violations, []);
  for (const terminal of [till, again]) terminal.close();
  await host.stop();
});
