// The audit from outside. Goal: what payments ask of the HSM is in a chain that verifies live and exported, holds no
// secret, and shows every change, in the file or in the database. Method: a real host, its command line, and psql's
// work done over the host's own database.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { within } from './host.harness.js';
import { expectCode } from './wire-terminal.js';

interface Proof {
  readonly entries: number;
  readonly commands: number;
  readonly violations: ReadonlyArray<{ readonly rule: string }>;
}

const demo = demoHost();
const card = demoCard('everyday');

async function exported(): Promise<readonly string[]> {
  const { code, out, said } = await demo.place.run('audit', 'export');
  assert.equal(code, 0, said);
  return out.trimEnd().split('\n');
}

/** Entries are written within a second of what they tell. */
async function exportWith(wanted: RegExp): Promise<readonly string[]> {
  const look = async (): Promise<readonly string[]> => {
    for (;;) {
      const lines = await exported();
      if (wanted.test(lines.join('\n'))) return lines;
    }
  };
  return within(look(), 20_000, `the audit tells of ${wanted}`);
}

async function verifyFile(lines: readonly string[]): Promise<{ code: number | null; proof: Proof }> {
  const path = join(demo.place.dataDir, 'audit.jsonl');
  writeFileSync(path, `${lines.join('\n')}\n`);
  const { code, out } = await demo.place.run('audit', 'verify', path, '-o', 'json');
  return { code, proof: JSON.parse(out) as Proof };
}

test('sign-on and a payment are in a chain that verifies, live and exported', async () => {
  expectCode('00', await demo.till.request('0200', demo.till.purchase(card, 1234, { pin: card.pin })));
  const lines = await exportWith(/"command":"verifyPin"[^}]*"result":"match"/);
  const text = lines.join('\n');
  assert.match(
    text,
    /"command":"formKey","key":"TMK 10000001\/[0-9A-F]{6}","result":"done","who":"demo-world"/,
  );
  assert.match(text, /"command":"generateWorkingKeys","key":"TMK 10000001\/[^"]+ P0\/[^"]+ M1\/[^"]+"/);
  assert.match(text, /"command":"verifyMac","key":"M1\/[0-9A-F]{6}","result":"match","who":"host"/);
  assert.ok(
    !text.includes(card.pan) && !text.includes(demo.till.identity.tmk.value),
    'no card number and no key',
  );
  const live = await demo.place.json<Proof>('audit', 'verify');
  assert.deepEqual(live.violations, []);
  assert.ok(live.commands > live.entries);
  const { code, proof } = await verifyFile(lines);
  assert.equal(code, 0);
  assert.equal(proof.entries, lines.length - 1);
});

test('a changed, shortened or reordered export does not verify: exit 7', async () => {
  const lines = await exportWith(/verifyPin/);
  const changed = lines.map((line, at) =>
    at === 0 ? line.replace('"result":"done"', '"result":"none"') : line,
  );
  const wrong = [changed, lines.slice(0, -1), lines.slice(1), lines.toSpliced(-2, 1), []];
  for (const told of wrong) {
    const { code, proof } = await verifyFile(told);
    assert.equal(code, 7);
    assert.ok(proof.violations.length > 0);
  }
  assert.equal((await demo.place.run('audit', 'verify', '/nowhere/audit.jsonl')).code, 3);
});
