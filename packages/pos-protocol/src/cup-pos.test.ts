// Goal: the dialect on the wire is exactly what its field table says. Method: golden bodies that another
// program put together from that table (vectors/golden-messages.json), read, written again, cut and changed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describe, fromHex, maskedHex, PackFault, toHex } from '@tillgate/iso8583';
import fc from 'fast-check';
import {
  answerTpdu,
  bodyLayoutOf,
  cupPos,
  type Envelope,
  kindOf,
  packBody,
  packMaced,
  parseBody,
  shippedProfiles,
  standardProfile,
} from './index.js';

interface Golden {
  readonly name: string;
  readonly kind: string;
  readonly mti: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly hex: string;
}

const goldenFile = new URL('../vectors/golden-messages.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(goldenFile, 'utf8')) as { cases: readonly Golden[] };

function envelopeOf(body: Uint8Array): Envelope {
  const { envelope, problems } = parseBody(body);
  assert.deepEqual(problems, []);
  assert.ok(envelope);
  return envelope;
}

for (const golden of cases) {
  const body = fromHex(golden.hex)!;

  test(`golden ${golden.name}: is read as its fields say and written the same`, () => {
    const envelope = envelopeOf(body);
    const { message } = envelope;
    const fields = message.fieldNumbers().map((field) => {
      const value = message.value(field)!;
      return [field, typeof value === 'string' ? value : toHex(value)];
    });
    assert.deepEqual(Object.fromEntries(fields), golden.fields);
    assert.equal(message.mti, golden.mti);
    assert.equal(kindOf(message), golden.kind);
    assert.equal(toHex(packBody(envelope)), golden.hex);
  });

  test(`golden ${golden.name}: prints no card data and no keys`, () => {
    const envelope = envelopeOf(body);
    const { ranges } = parseBody(body);
    const printed =
      JSON.stringify(describe(cupPos, envelope.message)) +
      maskedHex(cupPos, envelope.message, body, ranges).replaceAll(' ', '');
    const { 2: pan, 35: track, 48: details, 52: pinBlock, 62: keys, 59: code } = golden.fields;
    if (pan !== undefined) assert.ok(!printed.includes(pan.slice(0, 12)));
    if (track !== undefined) assert.ok(!printed.includes(track.slice(12, 24)));
    if (golden.kind === 'batch-upload') assert.ok(!printed.includes(details!.slice(10, 30)));
    for (const secret of [pinBlock, keys, code?.slice(5)]) {
      if (secret !== undefined) assert.ok(!printed.includes(secret.slice(0, 16)));
    }
  });
}

const wideProfile = shippedProfiles.find((profile) => bodyLayoutOf(profile).widePinBlock)!;

/** Reads and prints whatever the bytes are; what was read without a problem is written again in the same layout. */
function readPrintWrite(body: Uint8Array): void {
  const { layout, envelope, problems, ranges } = parseBody(body);
  assert.ok(problems.length > 0 || envelope !== undefined);
  if (envelope === undefined) return;
  kindOf(envelope.message);
  describe(cupPos, envelope.message);
  maskedHex(cupPos, envelope.message, body, ranges);
  if (problems.length > 0) return;
  const written = packBody(envelope, layout.widePinBlock ? wideProfile : standardProfile);
  assert.equal(written.length, body.length);
}

test('a message that lost only bit 53 is read with F53 as the second half of F52, and written so again', () => {
  const { hex } = cases.find(({ fields }) => fields[52] !== undefined && fields[53] !== undefined)!;
  const body = fromHex(hex)!;
  const bitmapByte = 11 + 2 + 6;
  assert.ok(body[bitmapByte]! & 0x08);
  body[bitmapByte]! &= ~0x08;
  const { layout, envelope } = parseBody(body);
  assert.equal(layout.widePinBlock, true);
  assert.equal(envelope?.message.bytes(52)?.length, 16);
  readPrintWrite(body);
});

test('a changed or cut golden message never throws, and is read in full or has a problem', () => {
  const bodies = cases.map((golden) => fromHex(golden.hex)!);
  fc.assert(
    fc.property(
      fc.constantFrom(...bodies),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      fc.nat(),
      (golden, changes, cut) => {
        const body = golden.slice(0, cut % 3 === 0 ? cut % (golden.length + 1) : golden.length);
        for (const [at, byte] of changes) if (body.length > 0) body[at % body.length] = byte;
        readPrintWrite(body);
      },
    ),
    { numRuns: 3000 },
  );
});

const purchase = cases.find((golden) => golden.kind === 'purchase')!;

test('the MAC covers MTI to the byte before F64, bit 64 set; TPDU, header and F64 left out', async () => {
  const body = fromHex(purchase.hex)!;
  const input = parseBody(body).macInput!;
  assert.equal(toHex(input), purchase.hex.slice(22, -16));
  const envelope = envelopeOf(body);
  envelope.message.delete(64);
  assert.equal(parseBody(packBody(envelope)).macInput, undefined);
  let covered = '';
  const maced = await packMaced(envelope, async (bytes) => {
    covered = toHex(bytes);
    return fromHex('3141324233433444')!;
  });
  assert.equal(covered, toHex(input));
  assert.equal(toHex(maced), purchase.hex);
  assert.equal(envelope.message.has(64), false);
  await assert.rejects(
    packMaced(envelope, async () => new Uint8Array(4)),
    PackFault,
  );
});

test('a body with a problem in one field still yields its envelope, so that the host can answer it', () => {
  const body = fromHex(purchase.hex.replace('000000001234', '0000000012C4'))!;
  const { envelope, problems } = parseBody(body);
  assert.equal(problems[0]?.field, '4');
  assert.equal(envelope?.message.text(41), '10000001');
});

test('a body that is too short or no TPDU yields no envelope', () => {
  assert.equal(parseBody(new Uint8Array(10)).problems[0]?.field, 'header');
  assert.equal(parseBody(new Uint8Array(30)).problems[0]?.field, 'tpdu');
});

test('an answer swaps destination and source', () => {
  const { tpdu, header, message } = envelopeOf(fromHex(purchase.hex)!);
  assert.ok(header);
  assert.deepEqual(answerTpdu(tpdu), { id: '60', destination: '0000', source: '0012' });
  assert.equal(header.applicationClass, '61');
  assert.equal(header.subVersion, '311000');
  const long = { tpdu, header: { ...header, centreRequest: '12' }, message };
  assert.throws(() => packBody(long), PackFault);
});
