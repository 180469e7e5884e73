// What the commands say about a payment. Goal: the shapes and exit codes that scripts rely on, and no card data in
// them. Method: payments over TCP to a real host, then its own command line.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard } from './demo-world.fixture.js';
import { DataPlace } from './host.harness.js';
import { expectCode } from './wire-terminal.js';

const demo = demoHost();
const everyday = demoCard('everyday');

interface Shown {
  readonly rrn: string;
  readonly [name: string]: unknown;
}

test('the commands tell what happened, to each person in words that person may see', async () => {
  const fields = demo.till.purchase(everyday, 1234, { pin: everyday.pin });
  const paid = expectCode('00', await demo.till.request('0200', fields));
  expectCode('00', await demo.till.request('0400', demo.till.reversalOf(fields)));
  const refused = expectCode('51', await demo.till.pay(demoCard('low-balance'), 90_000));

  const shown = await demo.place.json<Shown>('tx', 'show', paid.rrn);
  const { rrn, terminalId, merchantId, trace, batch, kind, amountMinor, currency, state, answerCode } = shown;
  assert.deepEqual(
    { rrn, terminalId, merchantId, trace, batch, kind, amountMinor, currency, state, answerCode },
    {
      ...{
        rrn: paid.rrn,
        terminalId: '10000001',
        merchantId: demo.till.identity.merchantId,
        trace: fields[11],
      },
      ...{ batch: demo.till.batch, kind: 'purchase', amountMinor: 1234, currency: '156', state: 'reversed' },
      answerCode: '00',
    },
  );
  const steps = shown.steps as ReadonlyArray<{ at: number; station: string; what: string; micros: number }>;
  assert.deepEqual([...new Set(steps.map(({ station }) => station))].sort(), [
    ...['acquirer', 'hsm', 'issuer', 'ledger', 'switch'],
  ]);
  assert.ok(steps.every(({ at, micros }) => at > 0 && micros >= 0));
  const postings = shown.postings as ReadonlyArray<{ account: string; amountMinor: number }>;
  assert.equal(
    postings.reduce((sum, posting) => sum + posting.amountMinor, 0),
    0,
  );
  assert.deepEqual(
    (shown.related as ReadonlyArray<{ relation: string }>).map(({ relation }) => relation),
    ['reversal'],
  );
  const text = JSON.stringify(shown);
  assert.ok(!text.includes(everyday.pan) && !text.includes(fields[52] ?? '-'), 'card data stays masked');

  const list = await demo.place.json<readonly Shown[]>('tx', 'list', '--limit', '3');
  assert.equal(list[0]?.rrn, refused.rrn);
  assert.equal(list[2]?.rrn, paid.rrn);
  const found = await demo.place.json<readonly Shown[]>('tx', 'list', '--search', refused.rrn);
  assert.deepEqual(
    found.map((one) => one.state),
    ['declined'],
  );

  const told = await demo.place.json<Shown>('explain', refused.rrn, '--for', 'cashier', '--lang', 'en');
  assert.deepEqual([told.audience, told.lang, told.answerCode], ['cashier', 'en', '51']);
  assert.equal((told.cause as { id: string }).id, 'funds.insufficient');
  assert.equal(told.counterfactual, null, 'a cashier is not told what there is on the card');
  const engineer = await demo.place.json<Shown>('explain', refused.rrn, '--for', 'engineer');
  assert.notEqual(engineer.counterfactual, null);
});

test('the commands end with the exit codes that scripts rely on', async () => {
  assert.equal((await demo.place.run('tx', 'show', '999999999999')).code, 3);
  assert.equal((await demo.place.run('explain', '999999999999')).code, 3);
  assert.equal((await demo.place.run('tx', 'list', '--limit', '0')).code, 2);
  const elsewhere = new DataPlace();
  const { code, out, said } = await elsewhere.run('tx', 'list');
  await elsewhere.remove();
  assert.deepEqual([code, out], [69, '']);
  assert.match(said, /tillgate up/);
});
