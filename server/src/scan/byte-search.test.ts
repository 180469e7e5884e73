// Goal: the search finds exactly what a naive search finds, however the bytes are cut. Method: random patterns
// and texts over a small alphabet, so that prefixes, suffixes and repetitions meet all the time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteSearch } from './byte-search.js';

const bytes = (least: number, most: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: least, maxLength: most, max: 3 });

type Hit = readonly [pattern: number, end: number];

function sorted(hits: readonly Hit[]): string[] {
  return hits.map(([pattern, end]) => `${end} ${pattern}`).sort();
}

/** Every pattern at every place, one comparison at a time. */
function naive(patterns: readonly Uint8Array[], text: Uint8Array): Hit[] {
  const hits: Hit[] = [];
  for (const [number, pattern] of patterns.entries()) {
    for (let at = 0; at + pattern.length <= text.length; at += 1) {
      if (pattern.every((byte, i) => text[at + i] === byte)) hits.push([number, at + pattern.length]);
    }
  }
  return hits;
}

test('finds what a naive search finds, cut anywhere', () => {
  const patterns = fc.array(bytes(1, 5), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(patterns, bytes(0, 60), fc.nat(60), (wanted, text, cut) => {
      const search = new ByteSearch(wanted);
      const hits: Hit[] = [];
      const found = (pattern: number, end: number): unknown => hits.push([pattern, end]);
      const middle = Math.min(cut, text.length);
      const position = { node: 0, ignored: 0 };
      search.search(position, text, 0, middle, found);
      search.search(position, text, middle, text.length, found);
      assert.deepEqual(sorted(hits), sorted(naive(wanted, text)));
    }),
    { numRuns: 2000 },
  );
});

test('finds the same in a trie that is mostly deep', () => {
  const long = fc.array(bytes(30, 60), { minLength: 60, maxLength: 60 });
  fc.assert(
    fc.property(long, bytes(0, 20), fc.array(fc.nat(59), { maxLength: 4 }), (wanted, noise, planted) => {
      const pieces = planted.flatMap((number) => [...wanted[number]!.subarray(0, 29), ...wanted[number]!]);
      const text = Uint8Array.from([...noise, ...pieces, ...noise]);
      const hits: Hit[] = [];
      const found = (pattern: number, end: number): unknown => hits.push([pattern, end]);
      new ByteSearch(wanted).search({ node: 0, ignored: 0 }, text, 0, text.length, found);
      assert.deepEqual(sorted(hits), sorted(naive(wanted, text)));
      assert.ok(hits.length >= planted.length);
    }),
    { numRuns: 50 },
  );
});

test('ignored bytes are passed over, but not more than told', () => {
  const options = { ignored: Uint8Array.of(0), ignoredRun: 2 };
  const ends = (text: number[]): number[] => {
    const hits: number[] = [];
    new ByteSearch([Uint8Array.of(1, 2, 3)], options).search(
      { node: 0, ignored: 0 },
      Uint8Array.from(text),
      0,
      text.length,
      (_, end) => hits.push(end),
    );
    return hits;
  };
  assert.deepEqual(ends([1, 2, 3]), [3]);
  assert.deepEqual(ends([1, 0, 0, 2, 0, 3, 0]), [6]);
  assert.deepEqual(ends([1, 0, 0, 0, 2, 3]), []);
});

test('an empty pattern is refused', () => {
  assert.throws(() => new ByteSearch([new Uint8Array()]), RangeError);
});
