// Goal: no use goes uncounted, the payment path never waits, and privileged commands wait for their entry.
// Method: a store in memory that can be away, and a clock whose timers the test fires.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../kernel/clock.js';
import { type AuditEntry, type AuditLine, AuditVerifier, EMPTY_CHAIN } from './audit-chain.js';
import { type AuditStore, openAuditLog } from './audit-log.js';

const mac = { command: 'verifyMac', key: 'M1/0E81A1', result: 'match', who: 'host' };
const form = { command: 'formKey', key: 'TMK 1/0E81A1', result: 'done', who: 'demo-world' };

function shelf() {
  const entries: AuditEntry[] = [];
  const state = { away: false, loseAnswer: false };
  const store: AuditStore = {
    head: async () => entries.at(-1) ?? EMPTY_CHAIN,
    append: async (entry) => {
      if (state.away) throw new Error('away');
      const there = entries.find(({ sequence }) => sequence === entry.sequence);
      if (there) return there.sha256 === entry.sha256 ? 'appended' : 'taken';
      entries.push(entry);
      if (!state.loseAnswer) return 'appended';
      state.loseAnswer = false;
      throw new Error('the answer is lost');
    },
  };
  const uses = () => entries.flatMap(({ text }) => (JSON.parse(text) as { uses: AuditLine[] }).uses);
  return { entries, store, state, uses };
}

/** Time stands still but for what the test fires. */
function stage() {
  let now = 0;
  const timers: Array<{ ms: number; call: () => void }> = [];
  const clock: Clock = {
    now: () => now,
    micros: () => now * 1000,
    after: (ms, call) => {
      timers.push({ ms, call });
      return () => undefined;
    },
  };
  const fire = async () => {
    const timer = timers.shift();
    now += timer?.ms ?? 0;
    timer?.call();
    for (let turns = 0; turns < 5; turns += 1) await turn();
  };
  return { clock, timers, fire, pass: (ms: number) => (now += ms) };
}

async function opened() {
  const [kept, time, said] = [shelf(), stage(), [] as string[]];
  const log = await openAuditLog(kept.store, { clock: time.clock, log: (line) => said.push(line) });
  return { ...kept, ...time, log, said };
}

test('uses are counted and written once a second, in one entry', async () => {
  const { log, entries, uses, timers, fire } = await opened();
  for (let times = 0; times < 1000; times += 1) log.note(times % 4 ? mac : { ...mac, result: 'mismatch' });
  assert.equal(entries.length, 0);
  assert.equal(timers.length, 1);
  await fire();
  assert.equal(entries.length, 1);
  assert.deepEqual(
    uses().map(({ result, count }) => [result, count]),
    [
      ['mismatch', 250],
      ['match', 750],
    ],
  );
});

test('a privileged command waits for its entry, which takes the counted along', async () => {
  const { log, uses } = await opened();
  log.note(mac);
  await log.record(form);
  assert.deepEqual(uses(), [
    { ...mac, count: 1 },
    { ...form, count: 1 },
  ]);
});

test('while the store is away nothing is lost, and who waits too long is refused', async () => {
  const { log, state, uses, entries, fire, pass, said } = await opened();
  state.away = true;
  log.note(mac);
  const refused = assert.rejects(log.record(form), { code: 'TG_AUDIT_UNAVAILABLE' });
  await turn();
  pass(8000);
  await fire();
  await fire();
  await refused;
  log.note(mac);
  state.away = false;
  for (let turns = 0; turns < 3; turns += 1) await fire();
  assert.equal(entries.length, 2);
  assert.deepEqual(uses(), [
    { ...mac, count: 1 },
    { ...form, count: 1 },
    { ...mac, count: 1 },
  ]);
  assert.ok(said.length > 0);
});

test('an entry whose answer was lost is not written twice', async () => {
  const { log, state, uses, fire } = await opened();
  state.loseAnswer = true;
  log.note(mac);
  await fire();
  await fire();
  assert.deepEqual(uses(), [{ ...mac, count: 1 }]);
});

test('two writers on one store take turns in one chain', async () => {
  const { store, entries } = shelf();
  const { clock } = stage();
  const logs = [
    await openAuditLog(store, { clock, log: () => undefined }),
    await openAuditLog(store, { clock, log: () => undefined }),
  ];
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(logs.map((log, index) => log.record({ ...form, who: String(index) })));
  }
  const verifier = new AuditVerifier();
  for (const { text, sha256 } of entries) verifier.add(text, sha256);
  const { violations, commands } = verifier.end(entries.at(-1));
  assert.deepEqual(violations, []);
  assert.equal(commands, 20);
});

test('a cut tail leaves a gap that verification names', async () => {
  const { log, entries } = await opened();
  for (let round = 0; round < 3; round += 1) await log.record(form);
  entries.pop();
  await log.record(form);
  const verifier = new AuditVerifier();
  for (const { text, sha256 } of entries) verifier.add(text, sha256);
  assert.deepEqual(
    verifier.end(log.head).violations.map(({ rule }) => rule),
    ['order'],
  );
});

test('more different uses than there is room for are counted together', async () => {
  const { log, uses, fire } = await opened();
  for (let key = 0; key < 5000; key += 1) log.note({ ...mac, key: `M1/${key}` });
  await fire();
  const counted = uses();
  assert.equal(counted.length, 4097);
  assert.equal(counted.find(({ key }) => key === '(many)')?.count, 904);
});

test('closing writes what is left', async () => {
  const { log, uses } = await opened();
  log.note(mac);
  await log.close();
  assert.equal(uses().length, 1);
});
