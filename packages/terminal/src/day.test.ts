// Goal: after a day of anything, with lines that fail, answers that lie and power that goes, the host and the terminal
// count the same. Method: random days against the host fixture's own books, closed by a settlement.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fault, Reaction } from './host.fixture.js';
import { defaultSettings } from './settings.js';
import { card, PowerCut, Till } from './till.fixture.js';
import type { JournalEntry } from './voucher.js';

/** The first one costs no hashing: these tests open many terminals. */
const supervisorPassword = '123456';

const actions = {
  sale: (till: Till) => till.terminal.sale(card(), 100),
  qrSale: (till: Till) => till.terminal.qrSale('6212345678901234567', 210),
  preAuthorize: (till: Till) => till.terminal.preAuthorize(card('contact'), 1_000),
  void: (till: Till) => till.terminal.void(referTo(till, 'purchase')),
  voidPreAuthorization: (till: Till) =>
    till.terminal.voidPreAuthorization(referTo(till, 'pre-authorization')),
  complete: (till: Till) =>
    till.terminal.complete({ ...referTo(till, 'pre-authorization'), amountMinor: 1_100 }),
  completeByAdvice: (till: Till) => till.terminal.completeByAdvice(referTo(till, 'pre-authorization')),
  voidCompletion: (till: Till) => till.terminal.voidCompletion(referTo(till, 'completion')),
  refund: (till: Till) =>
    till.terminal.refund({ rrn: '632600000299', mmdd: '1121', amountMinor: 30, supervisorPassword }),
  tip: (till: Till) => till.terminal.addTip(traceOf(till, 'purchase'), 7),
  sellOffline: (till: Till) => till.terminal.sellOffline(card('stripe'), 700),
  adjust: (till: Till) => till.terminal.adjust(traceOf(till, 'offline-sale'), 650),
  upload: (till: Till) => till.terminal.upload(),
  balance: (till: Till) => till.terminal.balance(card()),
  signOn: (till: Till) => till.terminal.signOn(),
};

function traceOf({ terminal }: Till, kind: JournalEntry['kind']): string {
  return terminal.journal.findLast((one) => one.kind === kind && one.state === 'open')?.trace ?? '000000';
}

function referTo(till: Till, kind: JournalEntry['kind']) {
  return { original: { trace: traceOf(till, kind) }, supervisorPassword };
}

const faults: readonly (Fault | undefined)[] = [
  ...[undefined, undefined, undefined, undefined],
  ...(['refuse-connection', 'lose-request', 'lose-answer', 'wrong-mac', 'no-mac', 'garbage'] as const),
];

const event = fc.record({
  action: fc.constantFrom(...(Object.keys(actions) as (keyof typeof actions)[])),
  faults: fc.array(fc.constantFrom(...faults), { maxLength: 3 }),
  cut: fc.option(fc.nat(7), { nil: undefined, freq: 4 }),
});

/** Runs it, and switches the power on again where it went. */
async function attempt(till: Till, action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
  }
  if (till.stepsUntilCut !== undefined) await till.restart();
}

test('after any day the totals agree, nothing is open and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 25 }), async (events) => {
      // No limit: what is given up is for people to look at, and not what is asked here.
      const reversal = { ...defaultSettings.reversal, triesLimit: 1_000 };
      const till = await Till.open({ firstPasswordSuffices: true, reversal });
      await till.terminal.signOn();
      for (const { action, faults: bad, cut } of events) {
        till.host.reactions = bad.map((fault): Reaction => (fault === undefined ? {} : { fault }));
        till.stepsUntilCut = cut;
        await attempt(till, () => actions[action](till));
        till.host.reactions = [];
        if (!till.terminal.status.signedOn) await till.terminal.signOn();
      }
      let outcome = await till.terminal.settle();
      // A sign-on whose answer was lost: the keys that are loaded turn out to be old ones now.
      if (outcome.failure === 'not-signed-on') {
        await till.terminal.signOn();
        outcome = await till.terminal.settle();
      }
      assert.equal(outcome.result, 'approved', outcome.text.en);
      assert.equal(outcome.settlement?.result, 'equal');
      const { pendingReversal, advices, journal, incidents, settlement } = till.stored!;
      assert.deepEqual([pendingReversal, settlement], [undefined, undefined]);
      assert.deepEqual([advices, journal, incidents], [[], [], []]);
    }),
    { numRuns: 200 },
  );
});
