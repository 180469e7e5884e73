// Where the time went. Goal: each step counts for its part, a part that took far longer than usual is named, and what
// nobody measured is not made up. Method: kept steps, and others of its kind, made here.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sql } from '../store/index.js';
import type { KeptTrace } from './keep-trace.js';
import { spentTimes } from './spent-times.js';
import { timesOf, totalOf } from './time-parts.js';

type Steps = KeptTrace['steps'];

function stepsWith(bankMs: number): Steps {
  return [
    ['acquirer', 'message.read', 0.5, 0],
    ['hsm', 'mac.checked', 1, 0],
    ['switch', 'bank.asked', bankMs, 0],
    ['ledger', 'decision.committed', 3, 0],
    ['hsm', 'answer.maced', 0.25, 0],
    ['terminal', 'lab.delay', 60_000, 0],
  ];
}

interface Terminal {
  /** Its last self-test. */
  readonly trip?: { rrn: string; ms: number; steps: Steps };
  /** What it has told of its payments, and the requests that it may mean. */
  readonly reports?: ReadonlyArray<{ received_at: number; told: string }>;
  readonly requests?: ReadonlyArray<Record<string, unknown>>;
}

/** A database with these others of its kind, and what it knows of the terminal. */
function databaseWith(others: readonly Steps[], { trip, reports, requests }: Terminal = {}): Sql {
  const unsafe = async (query: string) => {
    if (query.includes('macTripRrn')) return trip ? [trip] : [];
    if (query.includes('paymentTimes')) return reports ?? [];
    return query.includes('t.batch || t.trace') ? requests : others.map((steps) => ({ steps }));
  };
  return { unsafe } as unknown as Sql;
}

const asked = { rrn: '632600000001', kind: 'purchase', sequence: 100, terminalId: '10000001' };
const usual = Array.from({ length: 40 }, (_, at) => stepsWith(10 + at / 10));

test('each step counts for its part, and those of the fault laboratory for none', () => {
  assert.deepEqual(timesOf(stepsWith(10)), { host: 500, hsm: 1250, bank: 10_000, database: 3000 });
  assert.equal(totalOf(stepsWith(10)), 14_750);
});

test('a slow bank is named with what is usual beside it', async () => {
  const times = await spentTimes(databaseWith(usual), asked, stepsWith(900));
  const slow = times?.parts.filter(({ isSlow }) => isSlow).map(({ part }) => part);
  assert.deepEqual(slow, ['bank']);
  assert.match(times?.says.en ?? '', /^Bank took 900.0 ms; the median of its kind is 12.0 ms/);
  assert.match(times?.says.zh ?? '', /^银行用了 900.0 毫秒/);
  const bank = times?.parts.find(({ part }) => part === 'bank');
  assert.deepEqual([bank?.medianMicros, bank?.p95Micros], [12_000, 13_800]);
});

test('nothing is called slow beside too few, or when it took its usual time', async () => {
  for (const [others, ms, says] of [
    [usual.slice(0, 5), 900, /too few/],
    [usual, 12, /usual time/],
  ] as const) {
    const times = await spentTimes(databaseWith(others), asked, stepsWith(ms));
    assert.ok(times?.parts.every(({ isSlow }) => !isSlow));
    assert.match(times?.says.en ?? '', says);
  }
  assert.equal(await spentTimes(databaseWith(usual), asked, []), null);
});

test('the line: not known, as the last self-test measured it, or measured for this very message', async () => {
  const lineOf = async (sql: Sql) =>
    (await spentTimes(sql, asked, stepsWith(10)))?.parts.find(({ part }) => part === 'network');
  assert.deepEqual([(await lineOf(databaseWith(usual)))?.micros], [null]);
  const trip = { rrn: '632600000009', ms: 40, steps: stepsWith(10) };
  const typical = await lineOf(databaseWith(usual, { trip }));
  assert.deepEqual([typical?.micros, typical?.medianMicros], [null, 40_000 - 14_750]);
  assert.equal(
    (await lineOf(databaseWith(usual, { trip: { ...trip, rrn: asked.rrn } })))?.micros,
    40_000 - 14_750,
  );
});

test('what the terminal has told of this very payment, beside what it told of its others', async () => {
  const day = 86_400_000;
  const request = (trace: string, at: number) => ({
    ...{
      rrn: `6326000${trace.slice(1)}`,
      kind: 'purchase',
      batch: '000001',
      trace,
      received_at: 10 * day + at,
    },
    steps: stepsWith(10),
  });
  const others = Array.from({ length: 20 }, (_, at) => String(480_100 + at));
  const own = { ...request('480001', 5), rrn: asked.rrn };
  // The same trace of a life before, newest first.
  const requests = [
    own,
    ...others.map((trace) => request(trace, 0)),
    { ...own, rrn: 'old', received_at: day },
  ];
  const told = ['000001.480001.900.4000.100', ...others.map((trace) => `000001.${trace}.30.40.10`)];
  const reports = [
    { received_at: 10 * day + 9, told: told.slice(0, 10).join(',') },
    { received_at: 10 * day + 8, told: told.slice(10).join(',') },
  ];
  const times = await spentTimes(databaseWith(usual, { reports, requests }), asked, stepsWith(10));
  const [terminal, network] = times?.parts ?? [];
  assert.deepEqual([terminal?.micros, terminal?.medianMicros, terminal?.isSlow], [1_000_000, 40_000, true]);
  assert.deepEqual(
    [network?.micros, network?.medianMicros, network?.isSlow],
    [4_000_000 - 14_750, 40_000 - 14_750, true],
  );
  assert.match(times?.says.en ?? '', /^Terminal took 1000.0 ms.*Network took 3985.3 ms.*has told it\.$/);
  const other = await spentTimes(
    databaseWith(usual, { reports, requests }),
    { ...asked, rrn: 'old' },
    own.steps,
  );
  assert.equal(other?.parts[0]?.micros, null, 'a report means the newest request of its trace');
  assert.equal(other?.parts[0]?.medianMicros, 40_000);
});
