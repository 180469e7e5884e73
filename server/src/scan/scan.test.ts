// Goal: every kind of secret is found in every form it may be kept in, at its offset, however the stream is cut
// and packed; and what is no secret is not found. Method: planted values written by encoders of this file, which
// know nothing of the scan's own forms.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Canary } from './canary.js';
import type { Finding } from './finding.js';
import { canaryOf, cases, latin, longNames, names, planted, SECRETS } from './planted.fixture.js';
import { planScan, type ScanPlan } from './scan-plan.js';
import { scanStream } from './scan-stream.js';

const everything = planScan(names.map(canaryOf));

async function scan(
  bytes: Uint8Array,
  plan: ScanPlan = everything,
  pieceBytes = 1 << 16,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  await scanStream(plan, pieces(), (finding) => findings.push(finding));
  return findings;
}

for (const [form, write, wanted] of cases) {
  test(`finds ${form}`, async () => {
    for (const name of wanted) {
      const found = await scan(planted(name, form, write(SECRETS[name][1])));
      assert.ok(
        found.some(({ canary }) => canary === name),
        `${name} as ${form}`,
      );
      assert.ok(!JSON.stringify(found).includes(SECRETS[name][1]), 'no report shows the value');
    }
  });
}

test('all forms of all kinds are found in gzip, in gzip in gzip, and in a dump', async () => {
  for (const [form, write, wanted] of cases) {
    const whole = wanted.map((name) => planted(name, form, write(SECRETS[name][1])));
    const apart = Buffer.concat(whole.flatMap((bytes) => [bytes, latin('~'.repeat(60))]));
    const lead = latin('anything at all before it');
    const trail = latin('and anything after');
    const packed = [
      Buffer.concat([lead, gzipSync(apart), trail]),
      Buffer.concat([lead, gzipSync(Buffer.concat([lead, gzipSync(apart)])), trail]),
      dump([apart]),
    ];
    for (const bytes of packed) {
      for (const pieceBytes of [7, 4096, 1 << 20]) {
        const found = new Set((await scan(bytes, everything, pieceBytes)).map(({ canary }) => canary));
        for (const name of wanted) assert.ok(found.has(name), `${name} as ${form}`);
      }
    }
  }
});

/** A dump in pg_dump's custom format, as far as its data goes: zlib streams in pieces, each after its length. */
function dump(tables: readonly Buffer[]): Buffer {
  const length = (bytes: number): Buffer => {
    const field = Buffer.alloc(5);
    field.writeUInt32LE(bytes, 1);
    return field;
  };
  const parts: Buffer[] = [latin('PGDMP'), Buffer.from([1, 14, 0, 4, 8, 1]), latin('table of contents')];
  for (const table of tables) {
    const data = deflateSync(table);
    parts.push(Buffer.of(1), length(42));
    for (let at = 0; at < data.length; at += 100) {
      const piece = data.subarray(at, at + 100);
      parts.push(length(piece.length), piece);
    }
    parts.push(length(0));
  }
  return Buffer.concat(parts);
}

test('a dump that is compressed otherwise is refused, not passed for clean', async () => {
  const zstd = Buffer.concat([latin('PGDMP'), Buffer.from([1, 16, 0, 4, 8, 1, 3]), latin('x'.repeat(100))]);
  await assert.rejects(scan(zstd), { code: 'TG_SCAN_DUMP' });
});

test('what is packed is found once, and what only looks packed does no harm', async () => {
  const packed = gzipSync(latin(`PAN ${SECRETS.PAN[1]}`));
  for (let pieceBytes = 1; pieceBytes < 40; pieceBytes += 1) {
    assert.equal((await scan(packed, everything, pieceBytes)).length, 1, `in pieces of ${pieceBytes}`);
  }
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      async (noise, pieceBytes) => {
        const starts = Buffer.from([0x1f, 0x8b, 0x08, noise[0] ?? 0]);
        const bytes = Buffer.concat([starts, noise, starts, noise, packed, noise]);
        const { length } = await scan(bytes, everything, pieceBytes);
        // Once; and once more for a false start whose header happens to end where the true one's data begins.
        assert.ok(length >= 1 && length <= 3, `${length} found`);
      },
    ),
  );
});

test('a gzip member that breaks off is scanned as far as it goes', async () => {
  const noise = Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff));
  const packed = gzipSync(Buffer.concat([latin(`PAN ${SECRETS.PAN[1]}\n`), noise]));
  assert.equal((await scan(packed.subarray(0, packed.length - 20))).length, 1);
});

test('what is no secret is not found', async () => {
  const others = [
    '629999*********0011 6299990001****32 last four 0032 first six 629999',
    '6299990000001000012 6299990001000033 629999000000100001 6299980001000032',
    'sha256 9c1185a5c5e9fc54612808977ee8f548b2258d31a9b7e2b5e9bbd0e6f7a5a1d1',
    '61F13B4AC45B4FEC31268054DA08645C 60F13B4AC45B4FEC31268054DA08645D 7F2C19D04EAB6359',
    'at 13:57:00 the PIN was wrong; amount 13.57, cvv none; pin_tries 11357 pin 13570',
    'RRN 246810 and trace 1357 and room 927 with nobody to tell what they mean',
    'shipping 1357, opinion 246810, and much later the password expired in 2013-57-01',
    '6299990001000032',
  ];
  const twin = { ...everything, passedOver: new Set(['6299990001000032']) };
  for (const text of others.slice(0, -1)) {
    for (const bytes of [latin(text), Buffer.from(text, 'utf16le'), latin(latin(text).toString('hex'))]) {
      assert.deepEqual(await scan(bytes, twin), [], text);
    }
  }
  assert.equal((await scan(latin(others.at(-1)!), twin)).length, 1, 'this test would see a finding');
  for (const name of longNames) {
    const near = SECRETS[name][1].replace(/.$/, (last) => (last === '1' ? '2' : '1'));
    const plan = planScan([canaryOf(name)]);
    for (const [form, write, wanted] of cases) {
      if (!wanted.includes(name)) continue;
      const found = await scan(planted(name, form, write(near)), plan);
      assert.deepEqual(
        found.filter(({ canary }) => canary === name),
        [],
        `${name} as ${form}`,
      );
    }
  }
});

test('card numbers under a canary BIN are found without being canaries, unless they are masked or listed', async () => {
  const plan = planScan([canaryOf('PAN')], ['6299990009999990']);
  const found = async (text: string | Buffer): Promise<string[]> =>
    (await scan(typeof text === 'string' ? latin(text) : text, plan)).map(
      ({ value, form }) => `${value} ${form}`,
    );
  const expected = ['629999******0032 a card number under a canary BIN'];
  assert.deepEqual(await found('paid with 6299990001000032.'), expected);
  assert.deepEqual(await found('paid with 6299 9900 0100 0032.'), expected);
  assert.deepEqual(await found(Buffer.from('paid with 6299-9900-0100-0032.', 'utf16le')), expected);
  for (const text of [
    '6299990001000033',
    '16299990001000032',
    '62999900010000321234',
    '629999******0032',
    '6299990009999990',
  ]) {
    assert.deepEqual(await found(text), [], text);
  }
});

test('found at its offset, wherever the stream is cut, in any surroundings', async () => {
  const names = fc.constantFrom(...longNames);
  const forms = fc.constantFrom(...cases.filter(([, , wanted]) => wanted.includes('PAN')));
  // No separators, so that nothing beside the value can be a part of it.
  const letters = fc.string({ unit: fc.constantFrom('g', 'k', 'Z', '~', '?'), maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(names, forms, letters, letters, fc.integer({ min: 1, max: 300 }), async (...args) => {
      const [name, [form, write, wanted], before, after, pieceBytes] = args;
      fc.pre(wanted.includes(name));
      const bytes = Buffer.concat([latin(before), write(SECRETS[name][1]), latin(after)]);
      const plan = planScan([canaryOf(name)]);
      const whole = await scan(bytes, plan);
      assert.ok(whole.length > 0, form);
      assert.deepEqual(await scan(bytes, plan, pieceBytes), whole);
      if (form === 'plain') assert.equal(whole[0]?.offset, before.length);
    }),
    { numRuns: 300 },
  );
});

test('random card numbers are found at every cut, and never in random digits without them', async () => {
  const digits = (length: number): fc.Arbitrary<string> =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
      .map((all) => all.join(''));
  await fc.assert(
    fc.asyncProperty(digits(13), digits(40), async (tail, others) => {
      const canary = Canary.parse('pan', `629999${tail}`, 'one') ?? assert.fail();
      const plan = { ...planScan([canary]), passedOver: new Set<string>() };
      const text = latin(`${others}x629999${tail}x`);
      for (let pieceBytes = 1; pieceBytes <= text.length; pieceBytes += 1) {
        const found = (await scan(text, plan, pieceBytes)).filter((finding) => finding.canary === 'one');
        assert.deepEqual(
          found.map(({ offset }) => offset),
          [41],
        );
      }
      const without = (await scan(latin(`${others}x`), plan)).filter((finding) => finding.canary === 'one');
      assert.equal(without.length, others.includes(`629999${tail}`) ? 1 : 0);
    }),
    { numRuns: 60 },
  );
});
