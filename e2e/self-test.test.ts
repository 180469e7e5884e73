// The self-test of a terminal, seen from both sides. Goal: a terminal in order differs in nothing; each thing that is
// wrong stands on its own line on the side that has it; no key is told. Method: a real host, the command, and the
// virtual terminal with keys and clock of our choosing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Explanation, SideBySide, TerminalDiagnosis } from '@tillgate/server/api';
import type { SelfTest } from '@tillgate/terminal';
import { demoHost } from './demo-host.harness.js';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import { openVirtualTill, presented } from './virtual-till.harness.js';

const TERMINAL = '10000002';
const demo = demoHost();
const card = demoCard('everyday-2');

type Told = SelfTest & { readonly host: TerminalDiagnosis | null };

async function diagnosis(terminalId: string): Promise<TerminalDiagnosis> {
  const place = join(demo.place.dataDir, 'host.json');
  const { http, token } = JSON.parse(readFileSync(place, 'utf8')) as { http: string; token: string };
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${http}/api/terminals/${terminalId}/diagnosis`, { headers });
  assert.equal(response.status, 200);
  return (await response.json()) as TerminalDiagnosis;
}

const differing = (sides: readonly SideBySide[]): string[] =>
  sides.filter(({ verdict }) => verdict === 'differs').map(({ what }) => what);

test('the command: a terminal in order differs in nothing, and no key is told', async () => {
  const { place } = demo;
  await place.json('terminal', 'sign-on', '--terminal', TERMINAL);
  const sale = ['--card', card.name, '--amount', '1.00', '--entry', 'contactless'] as const;
  await place.json('terminal', 'sale', '--terminal', TERMINAL, ...sale);
  const told = await place.json<Told>('terminal', 'self-test', '--terminal', TERMINAL);
  assert.deepEqual(differing(told.host?.sides ?? []), []);
  assert.ok(
    told.checks.every(({ verdict }) => verdict === 'good'),
    JSON.stringify(told.checks),
  );
  const sold = told.host?.sides.find(({ what }) => what === 'sold');
  assert.deepEqual([sold?.terminal, sold?.host], ['1 · 1.00', '1 · 1.00']);
  const hops = told.host?.trip ?? [];
  assert.deepEqual(
    hops.map(({ hop }) => hop),
    ['connect', 'send', 'network', 'host'],
  );
  assert.ok(
    hops.every(({ ms }) => ms !== null && ms >= 0),
    JSON.stringify(hops),
  );
  // The payment before it, with the terminal's own time and the line's; and so in its explanation.
  const [payment] = told.host?.payments ?? [];
  assert.ok(payment && payment.terminalMs !== null && payment.networkMs !== null, JSON.stringify(told.host));
  assert.deepEqual(told.host?.typical.hostMs, payment.hostMs);
  const { times } = await place.json<Explanation>('explain', payment.rrn);
  const micros = Object.fromEntries(times?.parts.map((part) => [part.part, part.micros]) ?? []);
  assert.equal(micros.terminal, payment.terminalMs * 1000);
  assert.ok(Math.abs((micros.network ?? 0) / 1000 - payment.networkMs) <= 0.1, JSON.stringify(micros));
  assert.ok(!JSON.stringify(told).toUpperCase().includes(demoTerminal(TERMINAL).tmk.value));
});

test('a device that does not work, and a host that is not there', async () => {
  const { place } = demo;
  const bad = await place.run(
    'terminal',
    'self-test',
    '--terminal',
    TERMINAL,
    '--bad',
    'printer',
    '-o',
    'json',
  );
  assert.equal(bad.code, 7, bad.said);
  const { host } = JSON.parse(bad.out) as Told;
  assert.deepEqual(differing(host?.sides ?? []), ['devices']);
  const gone = await place.run('terminal', 'self-test', '--terminal', TERMINAL, '--port', '1', '-o', 'json');
  assert.equal(gone.code, 7);
  assert.equal((JSON.parse(gone.out) as Told).wasTold, false);
  assert.equal((await place.run('terminal', 'self-test', '--terminal', TERMINAL, '--bad', 'wheel')).code, 2);
});

test('keys of the sign-on before: both sides show it, and the refused message names the cause', async () => {
  const till = await openVirtualTill(demo.host, '10000003', card.pin);
  await till.terminal.signOn();
  await till.terminal.sale(presented(card, 'contactless'), 100);
  await till.terminal.signOn();
  await till.terminal.sale(presented(card, 'contactless'), 200);
  till.pad.mistake = 'previous-keys';
  const { selfTest } = await till.terminal.selfTest();
  assert.equal(selfTest?.report.macTrip, 'refused');
  const found = await diagnosis('10000003');
  assert.deepEqual(differing(found.sides), ['pinKey', 'macKey', 'mac']);
  assert.match(found.sides.find(({ what }) => what === 'macKey')?.says?.en ?? '', /sign-on before/);
  assert.equal(found.refused[0]?.rrn, selfTest?.report.macTripRrn);
  // Signed on again: what it said before is not held against its new keys.
  till.pad.mistake = undefined;
  await till.terminal.signOn();
  assert.deepEqual(differing((await diagnosis('10000003')).sides), ['mac']);
  await till.terminal.selfTest();
  assert.deepEqual(differing((await diagnosis('10000003')).sides), []);
});

test('every dialect of the demo world can be tested so', async () => {
  for (const terminalId of ['10000011', '10000012', '10000013', '10000014']) {
    const till = await openVirtualTill(demo.host, terminalId, card.pin);
    await till.terminal.signOn();
    await till.terminal.sale(presented(card, 'contactless'), 100);
    const { result, selfTest } = await till.terminal.selfTest();
    assert.equal(result, 'approved', JSON.stringify(selfTest?.checks));
    const { sides, payments } = await diagnosis(terminalId);
    assert.equal(payments.length, 1, 'its payment, with its own times');
    assert.deepEqual(differing(sides), [], `${terminalId} ${JSON.stringify(sides)}`);
  }
});
