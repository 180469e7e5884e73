// The storage under a host goes, or another host wants it. Goal: no approval without its commit, a host that cannot
// book ends and says so, two hosts never share books, and an orderly end loses no answer. Method: real processes
// under the load of sixteen terminals.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { assertBooked, Books, rowOf } from './books.harness.js';
import { loadCards, loadTerminals } from './demo-world.fixture.js';
import { DataPlace, within } from './host.harness.js';
import { Load, signOnAll } from './load.harness.js';

const TERMINALS = 16;
const ROUNDS = 3;
const END_LIMIT_MS = 25_000;

async function loadedPlace(): Promise<DataPlace> {
  const place = new DataPlace();
  after(() => place.remove());
  await place.loadWorld(TERMINALS);
  return place;
}

test('kill -9 of the database alone: the host ends with 1 and says why', {
  timeout: 180_000,
}, async (context) => {
  const place = await loadedPlace();
  const books = new Books(place);
  const endedInMs: number[] = [];
  let host = await place.up();
  const terminals = await signOnAll(loadTerminals(TERMINALS), host.posPort);
  for (let round = 0; round < ROUNDS; round += 1) {
    const load = new Load(terminals, loadCards.slice(0, 5));
    await pause(300 + Math.random() * 500);
    const killed = performance.now();
    place.killDatabase();
    assert.equal(await within(host.ended, END_LIMIT_MS, 'the host ends'), 1);
    endedInMs.push(Math.round(performance.now() - killed));
    assert.match(host.said(), /the books are lost to this host/);
    const { approvals, unanswered, otherCodes } = await load.ended();
    assert.ok(
      [...otherCodes.keys()].every((code) => code === '96'),
      [...otherCodes.keys()].join(' '),
    );

    host = await place.up();
    for (const terminal of terminals) terminal.moveTo(host.posPort);
    const booked = await books.news();
    assert.ok(approvals.length > TERMINALS, 'there was load');
    assertBooked(approvals, booked);
    for (const lost of unanswered) rowOf(lost, booked);
    await books.verify();
  }
  context.diagnostic(`ended ${endedInMs.join(', ')} ms after its database`);
  for (const terminal of terminals) terminal.close();
  await host.stop();
});

test('a second host on the same data is refused, and the first goes on', { timeout: 60_000 }, async () => {
  const place = await loadedPlace();
  const host = await place.up();
  const [terminal] = await signOnAll(loadTerminals(1), host.posPort);
  const { code, said } = await place.run('up', '--http-port', '0', '--pos-port', '0', '--pos-tls-port', '0');
  assert.equal(code, 1);
  assert.match(said, /TG_DATA_IN_USE/);
  assert.match(said, new RegExp(`tillgate host ${host.pid}\\b`), 'it names the process that has it');
  assert.doesNotMatch(said, /\n {4}at /, 'no stack');
  assert.equal((await terminal!.pay(loadCards[0]!, 100)).code, '00');
  terminal!.close();
  await host.stop();
});

test('SIGTERM under load: every approval in the books reached its terminal', {
  timeout: 120_000,
}, async (context) => {
  const place = await loadedPlace();
  const books = new Books(place);
  let host = await place.up();
  const terminals = await signOnAll(loadTerminals(TERMINALS), host.posPort);
  let total = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const load = new Load(terminals, loadCards.slice(0, 5));
    await pause(300 + Math.random() * 500);
    await host.stop();
    const { approvals, otherCodes } = await load.ended();
    assert.equal(otherCodes.size, 0);

    host = await place.up();
    for (const terminal of terminals) terminal.moveTo(host.posPort);
    const booked = (await books.news()).filter(({ kind }) => kind === 'purchase');
    assertBooked(approvals, booked);
    const told = new Set(approvals.map(({ rrn }) => rrn));
    assert.deepEqual(
      booked.filter(({ rrn }) => !told.has(rrn)),
      [],
      'no payment whose answer was lost',
    );
    total += approvals.length;
  }
  context.diagnostic(`${total} approvals, none unanswered`);
  for (const terminal of terminals) terminal.close();
  await host.stop();
});
