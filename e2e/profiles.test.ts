// Every shipped profile over real sockets. Goal: a terminal that speaks it signs on, pays and reads its balance at a
// host that serves the others too. Method: the demo's terminal of each profile, by the command line.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';

const demo = demoHost();

interface Told {
  readonly answerCode?: string;
  readonly result: string;
  readonly rrn: string;
}

for (const [terminalId, profile, ...signOns] of [
  ['10000001', 'cup-pos', []],
  ['10000011', 'cup-pos-legacy', ['--single-length'], []],
  ['10000012', 'cup-pos-x9.19', ['--track-key']],
  ['10000013', 'cup-pos-bare', []],
  ['10000014', 'cup-pos-sm4-mac', ['--track-key']],
] as const) {
  test(`${profile}: sign-on, sale with PIN, and what the host keeps of it`, async () => {
    const at = (action: string, ...more: readonly string[]): Promise<Told> =>
      demo.place.json<Told>('terminal', action, '--terminal', terminalId, ...more);
    for (const how of signOns) {
      assert.equal((await at('sign-on', ...how)).result, 'approved');
      const sale = await at('sale', '--card', 'everyday', '--amount', '1.23', '--entry', 'contact');
      assert.equal(sale.answerCode, '00');
      const shown = await demo.place.json<{ messages: { request: { mti: string } | null } }>(
        'tx',
        'show',
        sale.rrn,
      );
      assert.equal(shown.messages.request?.mti, '0200');
    }
  });
}

test('the books add up', async () => {
  const { violations } = await demo.place.json<{ violations: unknown[] }>('books', 'verify');
  assert.deepEqual(violations, []);
});
