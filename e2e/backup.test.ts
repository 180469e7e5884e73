// A backup under traffic, and a host on what was restored. Goal: the restored books and audit hold, with every payment
// in it whole; a damaged file is refused; payments go on. Method: real processes and the commands that people use.

import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { demoCard, demoTerminal, loadCards } from './demo-world.fixture.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { purchase } from './wire-followers.js';
import { expectCode, WireTerminal } from './wire-terminal.js';

const [place, restored, refused] = [new DataPlace(), new DataPlace(), new DataPlace()];
const file = join(dirname(place.dataDir), 'books.tgb');
let host: RunningHost;
let till: WireTerminal;

before(async () => {
  host = await place.up('--demo');
  till = await WireTerminal.signedOn(demoTerminal('10000001'), host.posPort);
});

after(async () => {
  till.close();
  await Promise.all([place.remove(), restored.remove(), refused.remove()]);
});

interface Restored {
  readonly rows: number;
  readonly books: { readonly entries: number; readonly violations: readonly unknown[] };
  readonly audit: { readonly entries: number; readonly violations: readonly unknown[] };
}

test('a backup while payments go on; restored, books and audit hold, and a host goes on with it', async () => {
  const card = demoCard('everyday');
  const first = await purchase(till, card, 1_000);
  expectCode('00', first.answer);
  let going = true;
  const traffic = (async () => {
    let paid = 0;
    for (; going; paid += 1) expectCode('00', (await purchase(till, loadCards[paid % 5]!, 100)).answer);
    return paid;
  })();
  const backup = await place.run('backup', file);
  going = false;
  const paid = await traffic;
  assert.equal(backup.code, 0, backup.said);
  assert.ok(paid > 3, 'there was traffic');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal((await place.run('backup', file)).code, 1, 'a backup never replaces another');
  await host.stop();

  const proof = await restored.json<Restored>('restore', file, '--custody', place.dataDir);
  assert.deepEqual([proof.books.violations, proof.audit.violations], [[], []]);
  assert.ok(proof.books.entries > 40 && proof.audit.entries > 0, JSON.stringify(proof));
  const again = await restored.run('restore', file, '--custody', place.dataDir);
  assert.equal(again.code, 1, 'never into a data directory that holds something');

  host = await restored.up('--demo');
  till.moveTo(host.posPort);
  await till.signOn();
  const shown = await restored.json<{ state: string }>('tx', 'show', first.answer.rrn);
  assert.equal(shown.state, 'approved');
  expectCode('00', (await purchase(till, card, 2_000)).answer);
  const verified = await restored.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(verified.violations, []);
  await host.stop();
});

test('a file that was cut, or in which a digit was changed, is refused and leaves no books', async () => {
  const whole = gunzipSync(readFileSync(file));
  const at = whole.indexOf('approved');
  assert.ok(at > 0);
  const changed = Buffer.from(whole);
  // A receipt's reason with another letter.
  changed[at] = 0x41;
  for (const [name, bytes] of [
    ['cut', whole.subarray(0, whole.length - 200)],
    ['changed', changed],
    ['other', Buffer.from('{"format":"of somebody else"}\n')],
  ] as const) {
    const broken = `${file}-${name}`;
    writeFileSync(broken, gzipSync(bytes));
    const target = new DataPlace();
    const { code, said } = await target.run('restore', broken, '--custody', place.dataDir);
    assert.equal(code, 1, name);
    assert.match(said, /TG_BACKUP\]/, name);
    await target.remove();
  }
});
