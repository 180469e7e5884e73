// Goal: every invariant finds what breaks it. Method: the evidence of a small sound world, changed in one place for
// each, as a lost row, a forged frame or a wrong sum would have left it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from './audit.js';
import type { WireEvent } from './case-file.js';
import type { Evidence } from './evidence.js';
import {
  answerOf,
  bugs,
  chips,
  file,
  hex,
  ksnOf,
  ownKeyed,
  purchase,
  requestOf,
  reversedAt,
  rewritten,
  settled,
  sound,
  twoOfOneCard,
  withRow,
  withRows,
  withWire,
} from './sound-world.fixture.js';

test('a sound world has no violation', () => {
  assert.deepEqual([audit(sound), bugs], [[], []]);
});

test('a yes that was on its way when the reversal was kept is no second word', () => {
  const evidence = reversedAt(purchase, answerOf(purchase.rrn, 'sent').order - 0.5);
  const names = audit(evidence).map((violation) => violation.invariant);
  assert.ok(!names.includes('I10 nobody is told two things'), 'it answers a copy that came in time');
});

const BROKEN: ReadonlyArray<readonly [invariant: string, what: string, evidence: () => Evidence]> = [
  [
    'I1 approvals are kept',
    'a row that the disk lost',
    () =>
      withRows((rows) => {
        rows.newTransactions = rows.newTransactions.filter(({ rrn }) => rrn !== purchase.rrn);
      }),
  ],
  [
    'I1 approvals are kept',
    'an answer before the commit',
    () => {
      const sent = answerOf(purchase.rrn, 'sent').order;
      const disk = sound.disk.map((record) =>
        record.text.includes(`"rrn":"${purchase.rrn}","identity"`) ? { ...record, order: sent + 1 } : record,
      );
      return { ...sound, disk };
    },
  ],
  [
    'I1 approvals are kept',
    'another amount on the disk than in the answer',
    () => withRow(purchase.rrn, { amount_minor: purchase.amount_minor + 1 }),
  ],
  [
    'I2 one request, one effect',
    'the same request booked twice',
    () =>
      withRows((rows) => {
        const row = rows.newTransactions.find(({ rrn }) => rrn === purchase.rrn);
        if (row) rows.newTransactions.push({ ...row, rrn: 'twice' });
      }),
  ],
  [
    'I2 followers keep to their original',
    'more given back than was taken',
    () => withRow(purchase.rrn, { refunded_minor: purchase.captured_minor + 1 }),
  ],
  [
    'I2 followers keep to their original',
    'more captured than was asked for',
    () => withRow(purchase.rrn, { captured_minor: purchase.amount_minor * 2 }),
  ],
  [
    'I3 entries add up',
    'a posting of one fen too much',
    () =>
      withRows((rows) => {
        rows.entrySets = rows.entrySets.map((set) => ({
          ...set,
          postings: set.postings.map((one, index) =>
            set.rrn === purchase.rrn && index === 0 ? { ...one, amountMinor: one.amountMinor + 1 } : one,
          ),
        }));
      }),
  ],
  [
    'I3 entries are what rows say',
    'a set that is missing',
    () =>
      withRows((rows) => {
        rows.entrySets = rows.entrySets.filter(({ rrn }) => rrn !== purchase.rrn);
      }),
  ],
  [
    'I3 entries are what rows say',
    'a fee rounded down',
    () =>
      withRows((rows) => {
        const move = (account: string, amountMinor: number): number =>
          account.startsWith('fee:')
            ? amountMinor - 1
            : account.startsWith('payable:')
              ? amountMinor + 1
              : amountMinor;
        rows.entrySets = rows.entrySets.map((set) => ({
          ...set,
          postings: set.postings.map((one) => ({ ...one, amountMinor: move(one.account, one.amountMinor) })),
        }));
      }),
  ],
  [
    'I4 nothing stays in doubt',
    'an approval that never arrived, and was not reversed',
    () => withWire((record) => (record.order === answerOf(purchase.rrn, 'arrived').order ? [] : [record])),
  ],
  [
    'I4 nothing stays in doubt',
    'a payment that the till took for unknown',
    () => ({
      ...sound,
      tills: sound.tills.map((record) =>
        record.rrn === purchase.rrn ? { ...record, result: 'unknown' } : record,
      ),
    }),
  ],
  [
    'I4 what was sold stands',
    'a sale that was reversed behind the back of the till',
    () => withRow(purchase.rrn, { state: 'reversed' }),
  ],
  [
    'I5 limits hold',
    'a balance that no entry explains',
    () =>
      withRows((rows) => {
        if (rows.newTransactions.length === 0) return;
        rows.cards = rows.cards.map((card) => ({ ...card, available_minor: card.available_minor - 1 }));
      }),
  ],
  [
    'I5 limits hold',
    'a daily limit that was passed',
    () =>
      withRows((rows) => {
        rows.cards = rows.cards.map((card) => ({ ...card, daily_count: -1 }));
      }),
  ],
  [
    'I6 PINs hold',
    'an approval with a wrong PIN',
    () => ({ ...sound, pins: sound.pins.map((pin) => ({ ...pin, isRight: false })) }),
  ],
  [
    'I6 PINs hold',
    'a try that was not counted',
    () =>
      withRows((rows) => {
        if (rows.newTransactions.length === 0) return;
        rows.cards = rows.cards.map((card) => ({ ...card, pin_tries: 0 }));
      }),
  ],
  [
    'I7 only what was sent is accepted',
    'a payment that no terminal asked for',
    () => {
      const { key } = requestOf(purchase);
      const asked = new Set(
        file.events.filter((event) => event.key === key && event.to === 'host').map((one) => one.order),
      );
      return withWire((record) => (asked.has(record.order) && record.moment === 'sent' ? [] : [record]));
    },
  ],
  [
    'I7 only what was answered is believed',
    'an approval that no host gave',
    () => withWire((record) => (record.order === answerOf(purchase.rrn, 'sent').order ? [] : [record])),
  ],
  [
    'I7 counters come once',
    'two approvals with one cryptogram counter',
    () => {
      const [one, other] = twoOfOneCard(chips);
      const counter = (event: WireEvent): string =>
        `9f3602${event.read!.fields.get(55)!.split('9f3602')[1]!.slice(0, 4)}`;
      const frame = rewritten(other.frame, counter(other), counter(one));
      return withWire((record) => (record.frame === other.frame ? [{ ...record, frame }] : [record]));
    },
  ],
  [
    'I7 serial numbers come once',
    'a second message under the keys of the first',
    () => {
      const [one, other] = ownKeyed;
      const frame = rewritten(other!.frame, ksnOf(other!), ksnOf(one!));
      return withWire((record) => (record.frame === other!.frame ? [{ ...record, frame }] : [record]));
    },
  ],
  [
    'I8 batches agree',
    'a settlement of another sum',
    () =>
      withRows((rows) => {
        rows.settlements = rows.settlements.map((row) => {
          const { debit, credit } = row.host_totals.domestic;
          const more = { ...debit, amountMinor: debit.amountMinor + 1 };
          return { ...row, host_totals: { domestic: { debit: more, credit } } };
        });
      }),
  ],
  [
    'I8 batches agree',
    'a payment reversed after it was settled',
    () => withRow(settled.rrn, { state: 'reversed', captured_minor: 0 }),
  ],
  [
    'I8 tills settle equal',
    'a till that settled unequal',
    () => ({
      ...sound,
      tills: sound.tills.map((record) =>
        record.settlement === undefined ? record : { ...record, settlement: 'unequal' as const },
      ),
    }),
  ],
  [
    'I8 merchants are paid',
    'a payment owed to another merchant',
    () => withRow(purchase.rrn, { merchant_id: 'somebody else' }),
  ],
  [
    'I10 nobody is told two things',
    'a second yes with another authorization code',
    () => {
      const answer = answerOf(purchase.rrn, 'sent');
      // Fields 37 and 38 stand side by side; the code alone may stand elsewhere by chance.
      const { rrn } = purchase;
      const code = answer.read!.fields.get(38)!;
      const frame = rewritten(answer.frame, hex(rrn + code), hex(`${rrn}ZZZZZZ`));
      return withWire((record) =>
        record.order === answer.order ? [record, { ...record, frame }] : [record],
      );
    },
  ],
  [
    'I10 nobody is told two things',
    'a yes to a copy that came after the reversal',
    () => reversedAt(purchase, requestOf(purchase).order + 0.5),
  ],
  [
    'I11 all comes to rest',
    'a reversal that never got through',
    () => ({ ...sound, atTheEnd: sound.atTheEnd.map((till) => ({ ...till, hasPendingReversal: true })) }),
  ],
  [
    'I3 states fit amounts',
    'a voided payment that still holds money',
    () => withRow(purchase.rrn, { state: 'voided' }),
  ],
  [
    'PCI DSS 3.5.1 no card number is kept',
    'a card number in a row',
    () => withRow(purchase.rrn, { reason: `card ${sound.pans[0]}` }),
  ],
  [
    'PCI DSS 3.5.1 no card number is kept',
    'a card number in a log',
    () => ({ ...sound, lines: [`request of ${sound.pans[1]} failed`] }),
  ],
  [
    'I6 wrong PINs are counted first',
    'a wrong PIN that no row keeps',
    () =>
      withRows((rows) => {
        rows.newTransactions = rows.newTransactions.filter(({ answer_code }) => answer_code !== '55');
      }),
  ],
  [
    'I11 all comes to rest',
    'a rest that takes an hour',
    () => ({ ...sound, endedAt: sound.calmAt + 3_600_000 }),
  ],
];

for (const [invariant, what, evidence] of BROKEN) {
  test(`${invariant}: ${what}`, () => {
    const names = new Set(audit(evidence()).map((violation) => violation.invariant));
    assert.ok(names.has(invariant), `found: ${[...names].join(', ') || 'nothing'}`);
  });
}
