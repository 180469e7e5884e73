// Goal: what the host sends in parts arrives whole, or leaves what was there; status and signature go up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex } from '@tillgate/iso8583';
import { parseCaPublicKey, parseF55Slip } from '@tillgate/pos-protocol';
import { card, PowerCut, Till } from './till.fixture.js';

test('parameters are in force at once and after a restart', async () => {
  const till = await Till.ready();
  assert.equal((await till.terminal.downloadParameters()).result, 'approved');
  await till.restart();
  const { trace, receipt } = await till.terminal.sale(card(), 100);
  assert.equal(receipt?.merchantName.zh, '晨光二店');
  assert.equal((await till.terminal.addTip(trace!, 1)).failure, 'not-allowed');
});

test('a list in two parts, each key by itself, the end', async () => {
  const till = await Till.ready();
  assert.equal((await till.terminal.download('public-keys')).result, 'approved');
  assert.deepEqual(
    till.host.requests.slice(1).map((request) => `${request.mti} ${request.text(60)?.slice(8)}`),
    ['0820 372', '0820 372', '0800 370', '0800 370', '0800 370', '0800 371'],
  );
  const indices = till.stored!.publicKeys.map((key) => parseCaPublicKey(fromHex(key)!)?.index);
  assert.deepEqual(indices, ['08', '09', '0B']);
  assert.equal((await till.terminal.download('chip-applications')).result, 'approved');
  assert.deepEqual([till.terminal.status.publicKeys, till.terminal.status.chipApplications], [3, 2]);
});

test('cut at any step, a download goes on where it was; the old keys stay until all have come', async () => {
  const whole = await Till.ready();
  await whole.terminal.download('public-keys');
  const { publicKeys } = whole.stored!;
  for (let cut = 0; cut < 30; cut += 1) {
    const till = await Till.ready();
    till.stored = { ...till.stored!, publicKeys: ['old'] };
    await till.restart();
    till.stepsUntilCut = cut;
    try {
      await till.terminal.download('public-keys');
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    }
    await till.restart();
    const { publicKeys: kept, download } = till.stored!;
    assert.deepEqual(kept, download === undefined && kept.length > 1 ? publicKeys : ['old']);
    assert.equal((await till.terminal.download('public-keys')).result, 'approved');
    assert.deepEqual(till.stored!.publicKeys, publicKeys);
    const fetched = till.host.requests.filter((request) => request.text(60)?.endsWith('370')).length;
    assert.ok(download === undefined || fetched <= 4, 'no more than one key comes twice');
  }
});

test('a download that cannot be read leaves what was there, and the next one begins anew', async () => {
  const till = await Till.ready();
  till.host.reactions = [{ fields: { 62: Uint8Array.of(0x31, 0x9f) } }];
  assert.equal((await till.terminal.download('public-keys')).failure, 'download-unreadable');
  // A list that never ends.
  till.host.reactions = [{ fields: { 62: Uint8Array.of(0x32, 0x00) } }];
  assert.equal((await till.terminal.download('public-keys')).failure, 'download-unreadable');
  assert.equal((await till.terminal.download('public-keys')).result, 'approved');
  till.host.reactions = [{ fields: { 62: Uint8Array.of(0x39) } }];
  assert.equal((await till.terminal.downloadParameters()).failure, 'download-unreadable');
  assert.equal(till.terminal.status.publicKeys, 3);
});

test('the status of the devices goes up', async () => {
  const till = await Till.ready();
  assert.equal((await till.terminal.uploadStatus({ reader: true, printer: false })).result, 'approved');
  assert.equal(Buffer.from(till.lastRequest.bytes(62)!).toString(), '031040');
});

test('a signature: trace and RRN of the payment, the slip in F55, the image in F62; 94 is done, too', async () => {
  const till = await Till.ready();
  const sale = await till.terminal.sale(card('stripe'), 100);
  const image = Uint8Array.from({ length: 300 }, (_, at) => at & 255);
  for (const [size, failure] of [
    [0, 'signature-size'],
    [513, 'signature-size'],
  ] as const) {
    assert.equal((await till.terminal.uploadSignature(sale.trace!, new Uint8Array(size))).failure, failure);
  }
  assert.equal((await till.terminal.uploadSignature('000999', image)).failure, 'original-not-found');
  till.host.reactions = [{ code: '96' }];
  assert.equal((await till.terminal.uploadSignature(sale.trace!, image)).result, 'declined');
  assert.equal(till.terminal.journal[0]!.hasSignature, false);
  till.host.reactions = [{ code: '94' }];
  assert.equal((await till.terminal.uploadSignature(sale.trace!, image)).result, 'approved');
  assert.equal(till.terminal.journal[0]!.hasSignature, true);
  const request = till.lastRequest;
  assert.deepEqual(
    [11, 37, 60].map((field) => request.text(field)),
    [sale.trace, sale.rrn, '07000001800'],
  );
  assert.deepEqual(request.bytes(62), image);
  assert.ok(request.has(64));
  const slip = parseF55Slip(request.bytes(55)!);
  assert.deepEqual([slip?.merchantName, slip?.transactionType], ['晨光便利店', '消费']);
});
