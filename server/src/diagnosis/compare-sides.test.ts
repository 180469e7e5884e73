// Both sides of a terminal. Goal: what is the same is called so, each difference is named with what it means, and what
// was said before a sign-on is not held against the terminal. Method: sides made here, changed one thing at a time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SelfReport } from '@tillgate/pos-protocol';
import { compareSides, type HostSide, type TerminalSide } from './compare-sides.js';

function keySet(pin: string, mac: string): NonNullable<HostSide['terminal']['current_keys']> {
  const of = (kcv: string) => ({ block: '', kcv });
  return { pinKey: of(pin), macKey: of(mac), trackKey: null, date: '20261122', operator: '01', createdAt: 0 };
}

const host: HostSide = {
  terminal: {
    ...{ tmk_kcv: 'AAAAAA', next_own_key: null, pending_keys: null },
    ...{ current_keys: keySet('B1B1B1', 'C1C1C1'), previous_keys: keySet('B0B0B0', 'C0C0C0') },
  },
  ...{ hasKeysForEachMessage: false, batch: '000003', sold: { count: 2, minor: 1500 } },
  ...{ date: '20261122', time: '100000', software: [] },
};
const report: SelfReport = {
  ...{ ownKeyKcv: 'AAAAAA', pinKeyKcv: 'B1B1B1', macKeyKcv: 'C1C1C1', trackKeyKcv: undefined },
  ...{ date: '20261122', time: '100020', signOnDate: '20261122', soldCount: 2, soldMinor: 1500 },
  ...{ openItems: 0, macTrip: 'right', macTripRrn: undefined, connectMs: 1, sendMs: 1, waitMs: 9 },
  ...{ softwareHash: undefined, softwareVersion: undefined },
};
const told: TerminalSide = { report, devices: { printer: true }, batch: '000003', isStale: false };

function differences(side: TerminalSide | undefined, ours = host): Record<string, string> {
  const off = compareSides(ours, side).filter(({ verdict }) => verdict === 'differs');
  return Object.fromEntries(off.map(({ what, says }) => [what, says?.en ?? '']));
}

test('two sides that agree, and a side that has said nothing', () => {
  assert.deepEqual(differences(told), {});
  assert.deepEqual(differences(undefined), {});
  const unsaid = compareSides(host, undefined);
  assert.ok(unsaid.every(({ verdict, terminal }) => verdict === 'not-known' && terminal === null));
});

test('each difference by its name, and what it means', () => {
  const cases: ReadonlyArray<readonly [what: string, change: Partial<SelfReport>, says: RegExp]> = [
    ['ownKey', { ownKeyKcv: 'DDDDDD' }, /own key is not the one/],
    ['macKey', { macKeyKcv: 'C0C0C0' }, /sign-on before/],
    ['pinKey', { pinKeyKcv: 'DDDDDD' }, /no sign-on that the host knows/],
    ['macKey', { macKeyKcv: undefined }, /has no such key/],
    ['signOn', { signOnDate: '20261121' }, /same sign-on/],
    ['clock', { time: '101000' }, /600 s off/],
    ['sold', { soldMinor: 1501 }, /Count or amount/],
    ['openItems', { openItems: 1 }, /is open/],
    ['mac', { macTrip: 'refused' }, /there and back/],
  ];
  for (const [what, change, says] of cases) {
    const found = differences({ ...told, report: { ...report, ...change } });
    assert.deepEqual(Object.keys(found), [what]);
    assert.match(found[what] ?? '', says);
  }
  assert.deepEqual(Object.keys(differences({ ...told, batch: '000002' })), ['batch']);
  assert.deepEqual(Object.keys(differences({ ...told, devices: { printer: false } })), ['devices']);
});

test('keys that were handed out and not used yet are as good as those in use', () => {
  const terminal = { ...host.terminal, pending_keys: keySet('B2B2B2', 'C2C2C2') };
  assert.deepEqual(differences(told, { ...host, terminal }), {});
  const newer = { ...report, pinKeyKcv: 'B2B2B2', macKeyKcv: 'C2C2C2' };
  assert.deepEqual(differences({ ...told, report: newer }, { ...host, terminal }), {});
});

test('what was said before the newest sign-on says nothing of its keys', () => {
  const old = { ...report, pinKeyKcv: 'B0B0B0', macKeyKcv: 'C0C0C0' };
  assert.deepEqual(differences({ ...told, report: old, isStale: true }), {});
  const [pin] = compareSides(host, { ...told, report: old, isStale: true }).filter(
    ({ what }) => what === 'pinKey',
  );
  assert.match(pin?.says?.en ?? '', /since the self-test/);
});

test('its program: known by name, not among the known ones, or nobody has said which are', () => {
  const hash = '0123456789abcdef';
  const reported = { ...told, report: { ...report, softwareHash: hash, softwareVersion: 'till 1.2' } };
  const known = { hash, name: 'till of spring', knownBy: 'ann', at: 1 };
  const lineOf = (software: HostSide['software'], side: TerminalSide | undefined) =>
    compareSides({ ...host, software }, side).find(({ what }) => what === 'software');
  const { verdict, terminal, host: ours } = lineOf([known], reported)!;
  assert.deepEqual([verdict, terminal, ours], ['same', `${hash} till 1.2`, 'till of spring']);
  assert.equal(lineOf([{ ...known, hash: 'ffffffffffffffff' }], reported)?.verdict, 'differs');
  assert.match(lineOf([], reported)?.says?.en ?? '', /No program/);
  assert.equal(lineOf([known], told)?.verdict, 'not-known');
});
