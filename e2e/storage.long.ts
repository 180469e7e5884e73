// The storage under a host goes, or another host wants it. Goal: no approval without its commit, a database that died
// is brought back and payments go on, two hosts never share a data directory, and an orderly end loses no answer.
// Method: real processes under the load of sixteen terminals.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { assertBooked, Books, rowOf } from './books.harness.js';
import { loadCards, loadTerminals } from './demo-world.fixture.js';
import { DataPlace, type RunningHost, within } from './host.harness.js';
import { Load, signOnAll } from './load.harness.js';
import { inDatabase } from './running-database.harness.js';

const TERMINALS = 16;
const ROUNDS = 3;
const END_LIMIT_MS = 25_000;
/** A payment waits 8 s for a database that is gone, before its decision and at its commit. */
const OUTLASTED_MS = 5000;

async function loadedPlace(): Promise<DataPlace> {
  const place = new DataPlace();
  after(() => place.remove());
  await place.loadWorld(TERMINALS);
  return place;
}

test('kill -9 of the database alone: the host brings it back and goes on, without hands', {
  timeout: 180_000,
}, async (context) => {
  const place = await loadedPlace();
  const books = new Books(place);
  const backInMs: number[] = [];
  const host = await place.up();
  const terminals = await signOnAll(loadTerminals(TERMINALS), host.posPort);
  for (let round = 0; round < ROUNDS; round += 1) {
    const load = new Load(terminals, loadCards.slice(0, 5));
    await pause(300 + Math.random() * 500);
    const killed = performance.now();
    place.killDatabase();
    await within(saidTimes(host, /the database is back/g, round + 1), END_LIMIT_MS, 'the database is back');
    backInMs.push(Math.round(performance.now() - killed));
    const { approvals, unanswered, otherCodes } = await load.stop();
    const codes = [...otherCodes.keys()].join(' ');
    if (backInMs.at(-1)! < OUTLASTED_MS) assert.equal(codes, '', 'a short absence declines nobody');
    else assert.ok(codes === '' || codes === '96', codes);
    const after = await terminals[0]!.pay(loadCards[0]!, 100);
    assert.equal(after.code, '00', 'payments go on in the same process');
    const booked = await books.news();
    assert.ok(approvals.length > TERMINALS, 'there was load');
    assertBooked(approvals, booked);
    for (const lost of unanswered) rowOf(lost, booked);
    await books.verify();
  }
  context.diagnostic(`back ${backInMs.join(', ')} ms after the kill`);
  for (const terminal of terminals) terminal.close();
  await host.stop();
});

/** Resolves when the host has said it so often. */
async function saidTimes(host: RunningHost, what: RegExp, times: number): Promise<void> {
  while ((host.said().match(what)?.length ?? 0) < times) await pause(20);
}

test('a database that takes no writes: 96 while it lasts, then payments go on', {
  timeout: 60_000,
}, async () => {
  const place = await loadedPlace();
  const host = await place.up();
  const [terminal] = await signOnAll(loadTerminals(1), host.posPort);
  assert.ok(terminal);
  const pay = async (): Promise<string> => (await terminal.pay(loadCards[0]!, 100)).code;
  assert.equal(await pay(), '00');
  await inDatabase(
    place.dataDir,
    'alter system set default_transaction_read_only = on',
    'select pg_reload_conf()',
  );
  await within(
    until(async () => (await pay()) === '96'),
    END_LIMIT_MS,
    'it is refused',
  );
  await inDatabase(place.dataDir, 'set default_transaction_read_only = off', 'alter system reset all');
  await inDatabase(place.dataDir, 'set default_transaction_read_only = off', 'select pg_reload_conf()');
  await within(
    until(async () => (await pay()) === '00'),
    END_LIMIT_MS,
    'payments go on',
  );
  await new Books(place).verify();
  terminal.close();
  await host.stop();
});

test('a disk that is full: no approval, and payments go on when there is room again', {
  timeout: 180_000,
}, async (context) => {
  const place = new DataPlace();
  const disk = smallDisk(place.dataDir);
  if (!disk) return context.skip('only root can make a small disk here');
  after(async () => {
    await place.remove().catch(() => undefined);
    disk.remove();
  });
  await place.loadWorld(TERMINALS);
  const books = new Books(place);
  const host = await place.up();
  const terminals = await signOnAll(loadTerminals(TERMINALS), host.posPort);
  const load = new Load(terminals.slice(1), loadCards.slice(0, 5));
  await pause(500);
  disk.fill();
  await within(
    until(async () => /database ended|disk|space/.test(host.said())),
    60_000,
    'the disk is full',
  );
  await pause(2000);
  disk.empty();
  await within(
    until(async () => (await terminals[0]!.pay(loadCards[6]!, 100)).code === '00'),
    60_000,
    'room again',
  );
  const { approvals, unanswered } = await load.stop();
  const booked = await books.news();
  assertBooked(approvals, booked);
  for (const lost of unanswered) rowOf(lost, booked);
  await books.verify();
  for (const terminal of terminals) terminal.close();
  await host.stop();
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(50);
}

/** A disk of so much room at this path, where root may make one. */
function smallDisk(path: string): { fill(): void; empty(): void; remove(): void } | undefined {
  mkdirSync(path, { recursive: true, mode: 0o711 });
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=192m,mode=0711', 'tmpfs', path]);
  if (made.status !== 0) return undefined;
  const filler = join(path, 'filler');
  return {
    fill: () => void spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k']),
    empty: () => rmSync(filler, { force: true }),
    remove: () => void spawnSync('umount', ['-l', path]),
  };
}

test('a newer version changes the tables under load: no payment fails', { timeout: 120_000 }, async () => {
  const place = await loadedPlace();
  const books = new Books(place);
  const host = await place.up();
  const terminals = await signOnAll(loadTerminals(TERMINALS), host.posPort);
  const load = new Load(terminals, loadCards.slice(0, 5));
  await pause(500);
  for (const table of [
    'transaction',
    'terminal',
    'card',
    'entry_set',
    'trace',
    'tombstone',
    'merchant',
    'issuer',
  ]) {
    await inDatabase(place.dataDir, `alter table ${table} add column added_later text not null default 'x'`);
    await pause(150);
  }
  await inDatabase(place.dataDir, 'create index later on transaction (added_later)');
  await pause(300);
  const { approvals, unanswered, otherCodes } = await load.stop();
  assert.deepEqual([[...otherCodes], unanswered], [[], []]);
  assertBooked(approvals, await books.news());
  await books.verify();
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
    // Twice, as where a service manager tells the host and the process that started it, which passes it on.
    process.kill(host.pid, 'SIGTERM');
    await pause(20);
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
