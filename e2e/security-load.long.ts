// Explaining what fails must not stop what works. Goal: payments go on while a hundred wrong MACs a second are looked
// into, and how fast is said, beside as many that are refused alone. Method: a real host, 32 terminals that pay, and
// wrong MACs in turns from two hundred terminals, each within its allowance, and from one, whose allowance is spent.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { loadCards, loadTerminals } from './demo-world.fixture.js';
import { DataPlace } from './host.harness.js';
import { Load, signOnAll } from './load.harness.js';
import type { WireTerminal } from './wire-terminal.js';

const PAYING = 32;
const FAILING = 200;
const FAILURES_A_SECOND = 100;
const TURN_MS = 8000;
const ROUNDS = 4;

async function fail(terminal: WireTerminal): Promise<void> {
  const fields = terminal.purchase(loadCards[0]!, 100);
  const wrong = (message: Buffer): Buffer =>
    Buffer.concat([message.subarray(0, -8), Buffer.from('00000000')]);
  assert.equal((await terminal.request('0200', fields, { bend: wrong })).code, 'A0');
}

test('a hundred failures a second, explained and not', { timeout: 300_000 }, async (context) => {
  const place = new DataPlace();
  after(() => place.remove());
  await place.loadWorld(PAYING + FAILING);
  const host = await place.up();
  const terminals = await signOnAll(loadTerminals(PAYING + FAILING), host.posPort);
  const [payers, failers] = [terminals.slice(0, PAYING), terminals.slice(PAYING)];
  for (const terminal of failers) await terminal.pay(loadCards[0]!, 1);
  const load = new Load(payers, loadCards.slice(1));
  const paidWhile = async (from: readonly WireTerminal[]): Promise<number> => {
    const [before, until] = [load.approved, Date.now() + TURN_MS];
    for (let turn = 0; Date.now() < until; turn += 1) {
      const started = Date.now();
      const failing = Array.from({ length: 10 }, (_, one) => from[(10 * turn + one) % from.length]!);
      // One terminal sends one after the other, as it must.
      for (const terminal of new Set(failing)) {
        const times = failing.filter((one) => one === terminal).length;
        for (let time = 0; time < times; time += 1) await fail(terminal);
      }
      await pause(Math.max(0, (10 * 1000) / FAILURES_A_SECOND - (Date.now() - started)));
    }
    return load.approved - before;
  };
  let [explained, refused] = [0, 0];
  await paidWhile(failers.slice(0, 1));
  for (let round = 0; round < ROUNDS; round += 1) {
    explained += await paidWhile(failers);
    refused += await paidWhile(failers.slice(0, 1));
  }
  await load.stop();
  for (const terminal of terminals) terminal.close();
  await host.stop();
  context.diagnostic(
    `${explained} payments while explained, ${refused} while refused: ${explained / refused}`,
  );
  assert.ok(explained > 0 && refused > 0, `payments went on: ${explained} and ${refused}`);
});
