// The self-test. Goal: what is in order is called good, what is not is named with its next step, nothing of it touches
// money or gives a key out, and the host is told the same. Method: the host of these tests, and faults on its line.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseF59SelfReport } from '@tillgate/pos-protocol';
import type { Check, SelfTest } from './self-test-checks.js';
import { card, Till } from './till.fixture.js';

async function selfTest(till: Till, devices = {}): Promise<SelfTest> {
  const { selfTest: found } = await till.terminal.selfTest(devices);
  assert.ok(found);
  return found;
}

function badOnes({ checks }: SelfTest): string[] {
  return checks.filter(({ verdict }) => verdict === 'bad').map(({ check }) => check);
}

function check(found: SelfTest, name: string): Check {
  return found.checks.find((one) => one.check === name)!;
}

test('all in order: approved, and the host has the same report', async () => {
  const till = await Till.ready();
  await till.terminal.sale(card(), 1234);
  const booked = till.host.books.size;
  const outcome = await till.terminal.selfTest();
  assert.equal(outcome.result, 'approved', JSON.stringify(outcome.selfTest?.checks));
  assert.deepEqual(parseF59SelfReport(till.lastRequest.text(59) ?? ''), outcome.selfTest?.report);
  assert.equal(outcome.selfTest?.report.macTrip, 'right');
  assert.equal(outcome.selfTest?.report.soldMinor, 1234);
  assert.deepEqual(till.sentKinds.slice(-3), ['0820', '0620', '0820']);
  assert.equal(till.host.books.size, booked, 'no money moves');
  assert.ok(till.terminal.status.signedOn);
});

test('a terminal without keys: nothing is tried that needs them', async () => {
  const till = await Till.open();
  const found = await selfTest(till);
  assert.deepEqual(badOnes(found), ['workingKeys', 'signOn']);
  assert.equal(check(found, 'mac').verdict, 'unknown');
  assert.equal(check(found, 'signOn').next?.en, 'Sign on');
  assert.ok(found.wasTold);
});

test('a MAC that the host refuses, or its own that is wrong: the keys go, after they were told', async () => {
  for (const [reaction, trip] of [
    [{ code: 'A0' }, 'refused'],
    [{ fault: 'wrong-mac' }, 'wrong'],
  ] as const) {
    const till = await Till.ready();
    till.host.reactions = [{}, reaction];
    const found = await selfTest(till);
    assert.equal(found.report.macTrip, trip);
    assert.ok(badOnes(found).includes('mac'));
    assert.match(found.report.macKeyKcv ?? '', /^[0-9A-F]{6}$/);
    assert.equal(till.terminal.status.signedOn, false);
  }
});

test('no host: the network is bad, the rest is not known, and nobody was told', async () => {
  const till = await Till.ready();
  till.host.reactions = [{ fault: 'refuse-connection' }];
  const found = await selfTest(till);
  assert.deepEqual(badOnes(found), ['network']);
  assert.deepEqual([check(found, 'clock').verdict, found.wasTold], ['unknown', false]);
});

test('a clock that is off, a device that does not work, a reversal that waits', async () => {
  const till = await Till.ready();
  till.nowMs += 600_000;
  assert.deepEqual(badOnes(await selfTest(till, { printer: false })), ['printer', 'clock']);
  till.nowMs -= 600_000;
  till.host.reactions = [{ fault: 'lose-answer' }];
  await till.terminal.sale(card(), 1);
  assert.deepEqual(badOnes(await selfTest(till)), ['batch']);
});

test('the report as the dialect has it, and nothing but that', () => {
  const report = 'S106701006A1B2C3050082026112206006093000080013090051234510001011005right';
  const { ownKeyKcv, soldMinor, openItems, macTrip } = parseF59SelfReport(report)!;
  assert.deepEqual([ownKeyKcv, soldMinor, openItems, macTrip], ['A1B2C3', 12_345, 0, 'right']);
  const hash = '522c7cf3587fb0dd';
  const withProgram = `${report.replace('S1067', 'S1088')}16016${hash}`;
  assert.equal(parseF59SelfReport(withProgram)?.softwareHash, hash);
  assert.equal(parseF59SelfReport(report.replace('right', 'wrung')), undefined);
  assert.equal(parseF59SelfReport(report.replace('A1B2C3', 'A1B2CG')), undefined);
  assert.equal(parseF59SelfReport(report.replace('05008', '25008')), undefined, 'the date is missing');
  assert.equal(parseF59SelfReport(`A3019${'1'.repeat(19)}`), undefined);
});
