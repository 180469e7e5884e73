// The end of the day through sockets: settlement, upload and its exceptions; downloads in parts, status; and the same
// day once more with the virtual terminal by its commands.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard, demoTerminal } from './demo-world.fixture.js';
import {
  digitsOf,
  endDownload,
  endUpload,
  fetchEntry,
  listNames,
  settle,
  totals,
  uploadDetails,
  uploadItem,
} from './wire-batch.js';
import { amount, follow, purchase } from './wire-followers.js';
import { expectCode, WireTerminal } from './wire-terminal.js';

const demo = demoHost();
const card = demoCard('everyday');

interface ShownSettlement {
  readonly outcome: string;
  readonly state: string;
  readonly exceptions: ReadonlyArray<{ readonly trace: string; readonly why: string }>;
}

function shown(terminalId: string, batch: string): Promise<ShownSettlement> {
  return demo.place.json<ShownSettlement>('settlement', 'show', terminalId, batch);
}

test('equal totals close the batch; settling again says the same; the next payment needs the next batch', async () => {
  const { till } = demo;
  const { batch } = till;
  const first = await purchase(till, card, 1_000);
  await purchase(till, card, 2_000);
  await follow(till, 'void', first);
  const counted = totals([1_000, 2_000], [1_000]);
  for (let times = 0; times < 2; times += 1) {
    const { answer, comparison, hostTotals } = await settle(till, counted);
    assert.deepEqual([answer.code, comparison, hostTotals], ['00', '11', digitsOf(counted)]);
  }
  assert.equal((await endUpload(till, '207', 0)).code, '00');
  const settled = await shown(till.identity.terminalId, batch);
  assert.deepEqual([settled.outcome, settled.state, settled.exceptions], ['equal', 'closed', []]);
  assert.notEqual((await purchase(till, card, 100)).answer.code, '00', 'the batch is closed');
  await till.signOn();
  assert.equal(Number(till.batch), Number(batch) + 1);
  expectCode('00', (await purchase(till, card, 100)).answer);
});

test('unequal totals: the upload tells the two lists apart, also when its parts come twice', async () => {
  const till = await WireTerminal.signedOn(demoTerminal('10000002'), demo.host.posPort);
  const { batch } = till;
  const same = await purchase(till, card, 500);
  const missing = await purchase(till, card, 600);
  const other = await purchase(till, card, 700);
  const refunded = await follow(till, 'refund', same, { 4: amount(200) });
  const invented = { ...same, fields: { ...same.fields, 11: '000777', 4: amount(999) } };
  const { comparison, hostTotals } = await settle(till, totals([500, 699, 999], [200]));
  assert.equal(comparison, '21');
  assert.equal(hostTotals, digitsOf(totals([500, 600, 700], [200])));
  const changed = { ...other, fields: { ...other.fields, 4: amount(699) } };
  for (let times = 0; times < 2; times += 1) {
    assert.equal((await uploadDetails(till, [same, changed, invented])).code, '00');
    assert.equal((await uploadItem(till, refunded)).code, '00');
  }
  assert.equal((await endUpload(till, '202', 4)).code, '00');
  const { outcome, state, exceptions } = await shown('10000002', batch);
  assert.deepEqual([outcome, state], ['unequal', 'closed']);
  assert.deepEqual(
    exceptions.map(({ trace, why }) => [trace, why]),
    [
      [missing.fields[11], 'missing-at-terminal'],
      [other.fields[11], 'amount-differs'],
      ['000777', 'missing-at-host'],
    ],
  );
  till.close();
});

test('keys and applications come in parts, each by its name; parameters at once', async () => {
  const { till } = demo;
  for (const list of ['keys', 'applications'] as const) {
    const names = await listNames(till, list);
    assert.ok(names.length > 1, `${names.length} ${list}`);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) {
      const { progress, objects } = await fetchEntry(till, list, name);
      assert.equal(progress, '1');
      assert.ok(objects.startsWith(name) && objects.length > name.length);
    }
    assert.equal((await endDownload(till, list)).code, '00');
  }
  assert.equal((await fetchEntry(till, 'keys', '9F0605FFFFFFFFFF9F220101')).progress, '0');
  const parameters = await till.manage('0800', '360', { 11: till.nextTrace() });
  assert.equal(parameters.code, '00');
  assert.match(Buffer.from(parameters.fields[62] ?? '', 'hex').toString('latin1'), /^11[0-9]{2}/);
});

test('the status of the devices is taken', async () => {
  const text = Buffer.from('011021031040051', 'latin1').toString('hex').toUpperCase();
  assert.equal((await demo.till.manage('0820', '362', { 11: demo.till.nextTrace(), 62: text })).code, '00');
});

interface Said {
  readonly result: string;
  readonly rrn: string;
  readonly receipt?: { readonly lines: readonly string[] };
  readonly settlement?: {
    readonly result: string;
    readonly totals: { readonly domestic: unknown };
    readonly hostTotals: { readonly domestic: unknown };
    readonly hostExceptions: readonly unknown[];
  };
}

test('the virtual terminal makes the same day by its commands', { timeout: 180_000 }, async () => {
  const till = (action: string, ...more: string[]): Promise<Said> =>
    demo.place.json<Said>('terminal', action, '--terminal', '10000003', ...more);
  const image = join(demo.place.dataDir, 'signature.bin');
  writeFileSync(image, Buffer.alloc(200, 0xa5), { mode: 0o600 });
  const withCard = ['--card', 'everyday'];
  await till('sign-on', '--track-key');
  const paid = await till('sale', ...withCard, '--amount', '12.34');
  assert.ok(paid.receipt?.lines.some((line) => line.includes(paid.rrn)));
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['signature', '--image', image],
    ['tip', '--tip', '1.00'],
    ['void', '--rrn', paid.rrn],
    ['preauth', ...withCard, '--amount', '100'],
    ['complete', '--amount', '110'],
    ['complete-void'],
    ['complete', '--amount', '90', '--advice'],
    ['preauth', ...withCard, '--amount', '50'],
    ['preauth-void'],
    ['qr-sale', ...withCard, '--amount', '3.21'],
    ['offline-sale', ...withCard, '--amount', '7', '--entry', 'stripe', '--auth-code', '123456'],
    ['upload'],
    ['adjust', '--amount', '6'],
    ['download'],
    ['status-upload'],
  ];
  for (const [action, ...more] of steps) {
    assert.equal((await till(action, ...more)).result, 'approved', action);
  }
  const sale = await till('sale', ...withCard, '--amount', '20');
  assert.equal((await till('refund', '--rrn', sale.rrn, '--amount', '5')).result, 'approved');
  const { settlement } = await till('settle');
  assert.equal(settlement?.result, 'equal');
  assert.deepEqual(settlement?.hostTotals, settlement?.totals);
  assert.deepEqual(settlement?.hostExceptions, []);
  await till('sign-on');
  // In another batch: by its reference number alone, without the card.
  assert.equal((await till('refund', '--rrn', sale.rrn, '--amount', '15')).result, 'approved');
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
});
