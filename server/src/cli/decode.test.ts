// Goal: `tillgate decode` keeps its contract: output shapes, exit codes, nothing sensitive printed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Cli } from './cli.js';
import { decodeCommand } from './decode.js';

const goldenFile = new URL('../../../packages/pos-protocol/vectors/golden-messages.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(goldenFile, 'utf8')) as { cases: { kind: string; hex: string }[] };
const purchase = cases.find(({ kind }) => kind === 'purchase')!.hex;
const lengthHex = (purchase.length / 2).toString(16).padStart(4, '0');

async function decode(
  hex: string[],
  over: Partial<Cli> = {},
  options: Record<string, unknown> = {},
): Promise<{ code: number; out: string; said: string }> {
  let [out, said] = ['', ''];
  const cli: Cli = {
    out: (text) => {
      out += `${text}\n`;
    },
    say: (text) => {
      said += `${text}\n`;
    },
    ...{ language: 'en', env: {}, json: false, colour: false, ...over },
  };
  const code = await decodeCommand.run(cli, hex, options);
  return { code, out, said };
}

test('json: MTI, fields and problems; card data masked', async () => {
  // A body, a frame, lower case, and the bare message behind TPDU and header.
  for (const hex of [purchase, lengthHex + purchase, purchase.toLowerCase(), purchase.slice(22)]) {
    const { code, out } = await decode([hex], { json: true });
    assert.equal(code, 0);
    const { mti, fields, problems } = JSON.parse(out) as {
      mti: string;
      fields: Record<string, string>;
      problems: unknown[];
    };
    assert.equal(mti, '0200');
    assert.equal(fields['3'], '000000');
    assert.equal(fields['2'], '629999*********0011');
    assert.match(fields['35']!, /^\*+$/);
    assert.match(fields['52']!, /^\*+$/);
    assert.deepEqual(problems, []);
  }
});

test('a table for people, in both languages, with masked bytes', async () => {
  const english = await decode([purchase.slice(0, 60), purchase.slice(60)]);
  assert.match(english.out, /MTI {3}0200 {2}purchase/);
  assert.match(english.out, /F4 {4}amount +000000001234/);
  const chinese = await decode([purchase], { language: 'zh' });
  assert.match(chinese.out, /消费/);
  for (const { out } of [english, chinese]) {
    assert.doesNotMatch(out.replaceAll(' ', ''), /6299990000001000011|98765432ABCDEF01/);
  }
});

test('chip data is shown tag by tag with words', async () => {
  const chip = cases.find(({ hex }) => hex.includes('9F2608'))!.hex;
  const { out } = await decode([chip]);
  assert.match(out, /95 {5}terminal verification results \(TVR\) .*online PIN entered/);
});

test('a message that breaks is shown up to there, exit 1; offsets count from the start', async () => {
  const broken = `${lengthHex}${purchase.replace('000000001234', '0000000012C4')}`;
  const { code, out } = await decode([broken], { json: true });
  assert.equal(code, 1);
  const { fields, problems } = JSON.parse(out) as { fields: Record<string, string>; problems: object[] };
  assert.equal(fields['3'], '000000');
  assert.deepEqual(problems, [
    { field: '4', offset: broken.indexOf('C4') / 2, expected: 'BCD digits', got: 'nibble C' },
  ]);
  assert.match((await decode([broken])).out, /problem: 4 at byte/);
});

test('byte by byte: every byte has a line, parts stand below their field, nothing sensitive is printed', async () => {
  const { out } = await decode([lengthHex + purchase], {}, { bytes: true });
  assert.match(out, /^ {4}0 {2}[0-9A-F]{2} [0-9A-F]{2} +length/m);
  assert.match(out, /^ {3}24 {2}\*\* .* data +2 PAN +629999\*{9}0011$/m);
  assert.match(out, /60\.2 batch +000001/);
  assert.doesNotMatch(out.replaceAll(/[^0-9A-F]/g, ''), /6299990000001000011|98765432ABCDEF01/);
  const json = await decode([lengthHex + purchase], { json: true });
  const { bytes } = JSON.parse(json.out) as {
    bytes: { hex: string; parts: { offset: number; length: number }[] };
  };
  let end = 0;
  for (const { offset, length } of bytes.parts) {
    assert.equal(offset, end);
    end += length;
  }
  assert.equal(end, bytes.hex.split(' ').length);
  assert.doesNotMatch(json.out.replaceAll(' ', ''), /6299990000001000011|98765432ABCDEF01/);
});

test('bytes without a message: exit 1 and the problem', async () => {
  const { code, out } = await decode(['6000'], { json: true });
  assert.equal(code, 1);
  assert.equal(JSON.parse(out).mti, '');
});

test('odd or other characters: exit 2 and a clear word, nothing on standard output', async () => {
  for (const hex of ['123', '60zz', '']) {
    const { code, out, said } = await decode([hex]);
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(said, /not hexadecimal/);
  }
  assert.equal((await decode([purchase], {}, { profile: 'other' })).code, 2);
});

test('a length that does not count what follows is a problem beside what was read', async () => {
  const { code, out } = await decode([`0099${purchase}`], { json: true });
  const { mti, problems } = JSON.parse(out) as { mti: string; problems: { field: string; offset: number }[] };
  assert.equal(code, 1);
  assert.equal(mti, '0200');
  assert.deepEqual(
    problems.map(({ field, offset }) => [field, offset]),
    [['length', 0]],
  );
});
