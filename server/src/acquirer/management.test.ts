// Messages that move no money: downloads in parts, device status, chip scripts, signatures. Method: the whole
// path in memory; each list is fetched as a terminal does, part by part.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex } from '@tillgate/iso8583';
import {
  formatF62Query,
  formatF62Status,
  formatKeyNames,
  parseAids,
  parseCaPublicKey,
  parseF62Parameters,
  parseF62Part,
  parseKeyNames,
} from '@tillgate/pos-protocol';
import { pay } from './chain.fixture.js';
import { openTill } from './open-till.fixture.js';
import type { Sent, Till } from './till.fixture.js';

const bytes = (sent: Sent): Uint8Array => sent.message.bytes(62) ?? new Uint8Array(0);

function ask(till: Till, mti: string, networkCode: string, f62?: Uint8Array): Promise<Sent> {
  const message = till.message(mti).set(60, `00000001${networkCode}`);
  return till.send(f62 ? message.set(62, f62) : message);
}

test('the list of keys comes in parts, and every key by its name', async () => {
  const till = await openTill();
  const first = parseF62Part(bytes(await ask(till, '0820', '372', formatF62Query(0))));
  assert.equal(first?.progress, 'more');
  const names = parseKeyNames(first.objects)!;
  const second = parseF62Part(bytes(await ask(till, '0820', '372', formatF62Query(names.length))));
  assert.equal(second?.progress, 'complete');
  const all = [...names, ...parseKeyNames(second.objects)!];
  assert.equal(all.length, 20);
  assert.equal(new Set(all.map(({ index }) => index)).size, 20);
  for (const name of all) {
    const part = parseF62Part(bytes(await ask(till, '0800', '370', formatKeyNames([name]))));
    const key = parseCaPublicKey(part!.objects);
    assert.deepEqual([part?.progress, key?.rid, key?.index], ['complete', name.rid, name.index]);
  }
  const end = await ask(till, '0800', '371');
  assert.deepEqual([end.code, end.message.has(62)], ['00', false]);
});

test('past the end of the list, and for a key that is not there, the answer is: none', async () => {
  const till = await openTill();
  assert.equal(parseF62Part(bytes(await ask(till, '0820', '372', formatF62Query(20))))?.progress, 'none');
  const unknown = formatKeyNames([{ rid: 'A000000999', index: '01' }]);
  assert.equal(parseF62Part(bytes(await ask(till, '0800', '370', unknown)))?.progress, 'none');
  assert.equal((await ask(till, '0820', '372', Uint8Array.of(1))).code, '30');
});

test('chip applications are listed and fetched', async () => {
  const till = await openTill();
  const list = parseF62Part(bytes(await ask(till, '0820', '382', formatF62Query(0))));
  assert.deepEqual(parseAids(list!.objects), ['A000000333010101']);
  const one = parseF62Part(bytes(await ask(till, '0800', '380', fromHex('9F0608A000000333010101')!)));
  assert.equal(one?.progress, 'complete');
  assert.equal((await ask(till, '0800', '380', Uint8Array.of(9))).code, '30');
});

test('parameters come with the merchant, and what the centre asked for is then done', async () => {
  const till = await openTill();
  till.changeTerminal({ centre_request: '1' });
  const sent = await ask(till, '0800', '360');
  assert.equal(parseF62Parameters(bytes(sent))?.merchantName, '晨光便利店');
  assert.equal(till.terminal.centre_request, '0');
});

test('a status upload is kept with the terminal; a code that is none is refused', async () => {
  const till = await openTill();
  assert.equal(
    (await ask(till, '0820', '362', formatF62Status({ printer: false, reader: true }))).code,
    '00',
  );
  assert.deepEqual(till.terminal.devices, { printer: false, reader: true });
  assert.equal((await ask(till, '0820', '362', Uint8Array.of(0x39))).code, '30');
});

test('the signature of a payment is kept once, a second is told so', async () => {
  const till = await openTill();
  await till.signOn();
  const paid = await pay(till, 'purchase', 100);
  const signed = () =>
    till
      .message('0820')
      .set(11, paid.trace)
      .set(37, paid.rrn)
      .set(60, '07000001800')
      .set(62, Uint8Array.of(1, 2, 3));
  const [first, second] = [await till.send(signed()), await till.send(signed())];
  assert.deepEqual([first.code, first.macFits, second.code], ['00', true, '94']);
  assert.deepEqual([...till.books.signatures.keys()], [paid.rrn]);
  const nobody = await till.send(signed().set(37, '000000000000'));
  assert.deepEqual([nobody.code, nobody.outcome.reason], ['25', 'original.unknown']);
  assert.equal((await till.send(signed(), null)).code, 'A0', 'it carries a MAC');
});

test('what the scripts of a chip came to is kept with the payment', async () => {
  const till = await openTill();
  await till.signOn();
  const paid = await pay(till, 'purchase', 100);
  const result = till
    .message('0620')
    .set(55, fromHex('950500000000009F36020001DF31052000000001')!)
    .set(60, '00000001951')
    .set(61, `000001${paid.trace}`);
  const sent = await till.send(result);
  assert.deepEqual(
    [sent.code, sent.row?.original_rrn, sent.row?.figures.scriptResults],
    ['00', paid.rrn, '2000000001'],
  );
});
