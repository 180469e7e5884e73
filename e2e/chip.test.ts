// Goal: a chip card of the demo proves itself to its bank and the bank to it, a wrong or used cryptogram is refused,
// and the virtual terminal's cards do the same. Method: a card whose keys and cryptograms are made over node:crypto.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoHost } from './demo-host.harness.js';
import { demoCard, type WireCard } from './demo-world.fixture.js';
import { type CardVersion, cryptogramOf, type WireCryptogram } from './wire-chip.js';
import { type Answer, expectCode } from './wire-terminal.js';

const demo = demoHost();
const long = demoCard('everyday');
const short = demoCard('four-digit-pin');
/** The acquirer's own date: YYMMDD in Shanghai. */
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(2, 10).replaceAll('-', '');
let counter = 0x0100;

function cryptogram(
  card: WireCard,
  version: CardVersion,
  amountMinor: number,
  atc = ++counter,
): WireCryptogram {
  return cryptogramOf({ card, version, amountMinor, atc, date: today });
}

function pay(card: WireCard, amountMinor: number, field55: string): Promise<Answer> {
  return demo.till.request('0200', { ...demo.till.purchase(card, amountMinor), 55: field55 });
}

/** Tag 91 of the answer. */
const proofIn = ({ fields }: Answer): string | undefined => /91(08|0A)(.*)$/.exec(fields[55] ?? '')?.[2];

for (const card of [long, short]) {
  for (const version of ['unionpay-01', 'visa-10', 'visa-18'] as const) {
    test(`a PAN of ${card.pan.length} digits, ${version}: approved, and the bank proves itself`, async () => {
      const { field55, proof } = cryptogram(card, version, 120);
      const answer = expectCode('00', await pay(card, 120, field55));
      assert.equal(proofIn(answer), proof('00'));
    });
  }
}

test('one bit of the cryptogram changed: 34, and the reason names the cryptogram', async () => {
  const { field55 } = cryptogram(long, 'unionpay-01', 120);
  const at = field55.indexOf('9F2608') + 6;
  const changed =
    field55.slice(0, at) + (Number.parseInt(field55[at]!, 16) ^ 1).toString(16) + field55.slice(at + 1);
  const answer = expectCode('34', await pay(long, 120, changed.toUpperCase()));
  assert.equal(proofIn(answer), undefined);
  const told = await demo.place.json<{ reason: { code: string } }>('tx', 'show', answer.rrn);
  assert.equal(told.reason.code, 'arqc.key');
});

test('the amount of another payment: 34', async () => {
  const { field55 } = cryptogram(long, 'unionpay-01', 120);
  const answer = expectCode('34', await pay(long, 121, field55));
  const told = await demo.place.json<{ reason: { code: string } }>('tx', 'show', answer.rrn);
  assert.equal(told.reason.code, 'arqc.amount');
});

test('a cryptogram serves once: 34 the second time, and no money moves', async () => {
  const before = await demo.till.balanceMinor(long);
  const { field55 } = cryptogram(long, 'unionpay-01', 150);
  expectCode('00', await pay(long, 150, field55));
  const answer = expectCode('34', await pay(long, 150, field55));
  const told = await demo.place.json<{ reason: { code: string } }>('tx', 'show', answer.rrn);
  assert.equal(told.reason.code, 'arqc.replay');
  assert.equal(await demo.till.balanceMinor(long), before - 150);
});

test('the virtual terminal pays by chip, at two terminals, behind a counter that the bank has seen', async () => {
  for (const terminal of ['10000003', '10000004']) {
    const where = ['--terminal', terminal];
    await demo.place.json('terminal', 'sign-on', ...where);
    const sale = ['--card', 'everyday', '--amount', '1.50', '--entry', 'contactless'];
    const outcome = await demo.place.json<{ answerCode: string; rrn: string }>(
      'terminal',
      'sale',
      ...where,
      ...sale,
    );
    assert.equal(outcome.answerCode, '00');
    const { steps } = await demo.place.json<{ steps: { what: string }[] }>('tx', 'show', outcome.rrn);
    assert.ok(
      steps.some(({ what }) => /cryptogram/.test(what)),
      JSON.stringify(steps),
    );
  }
});
