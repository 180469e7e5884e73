// Goal: `tillgate doctor` keeps its contract: what the bytes are, where they break, the likeliest cause; exit codes;
// no value of a field printed.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Cli } from './cli.js';
import { doctorCommand } from './doctor.js';

const goldenFile = new URL('../../../packages/pos-protocol/vectors/golden-messages.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(goldenFile, 'utf8')) as {
  cases: { kind: string; hex: string; fields: Record<string, string> }[];
};
const purchase = cases.find(({ kind }) => kind === 'purchase')!;
const frame = (purchase.hex.length / 2).toString(16).padStart(4, '0') + purchase.hex;
const pan = purchase.fields[2]!;
/** The length of field 2 counted in bytes. */
const broken = frame.replace(`${pan.length}${pan}`, `${Math.ceil(pan.length / 2)}${pan}`);

async function doctor(hex: string[], over: Partial<Cli> = {}, options: Record<string, unknown> = {}) {
  const lines: string[] = [];
  const add = (text: string): void => void lines.push(text);
  const cli: Cli = { out: add, say: add, language: 'en', env: {}, json: false, colour: false, ...over };
  const code = await doctorCommand.run(cli, hex, options);
  return { code, text: lines.join('\n') };
}

test('json: framing, header, encoding, dialect and profile; well is exit 0, a mistake is exit 7', async () => {
  const well = await doctor([frame], { json: true });
  const seen = JSON.parse(well.text) as Record<string, Array<{ id: string }>>;
  assert.equal(well.code, 0);
  const first = (name: string) => seen[name]![0]!.id;
  assert.deepEqual(['framing', 'header', 'dialect'].map(first), ['binary-2', 'tpdu-header', 'cup-pos']);
  assert.deepEqual(seen.encoding, { mti: 'bcd', bitmap: 'binary' });
  assert.ok(seen.profile!.length > 0);
  assert.notEqual(broken, frame);
  const bad = await doctor([broken], { json: true });
  assert.equal(bad.code, 7);
  const { causes, breaks } = JSON.parse(bad.text) as {
    causes: { id: string; field: string }[];
    breaks: object;
  };
  assert.deepEqual([causes[0]?.id, causes[0]?.field], ['length.bytes-for-digits', '2']);
  assert.ok(breaks);
});

test('in words, in both languages, without the card number', async () => {
  for (const language of ['zh', 'en'] as const) {
    const { code, text } = await doctor([broken], { language });
    assert.equal(code, 7);
    assert.match(text, language === 'zh' ? /变长域的长度按字节计/ : /the length counts bytes/);
    assert.ok(!text.includes(pan.slice(0, 10)) && !text.includes(purchase.fields[35]?.slice(20) ?? '-'));
  }
});

test('several messages; one with spaces; and what is none', async () => {
  const both = await doctor([frame, broken], { json: true });
  assert.deepEqual([both.code, (JSON.parse(both.text) as unknown[]).length], [7, 2]);
  const spaced = await doctor(frame.match(/../g)!, { json: true });
  assert.equal(spaced.code, 0);
  assert.equal((await doctor(['hello'])).code, 2);
  assert.equal((await doctor([])).code, 2);
});

test('a file that is no capture ends in words and exit 1', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillgate-doctor-'));
  writeFileSync(join(folder, 'x.pcap'), 'nothing of the kind, and long enough');
  const { code, text } = await doctor([], {}, { capture: join(folder, 'x.pcap') });
  rmSync(folder, { recursive: true });
  assert.equal(code, 1);
  assert.match(text, /no capture file/);
});
