// The evidence of a small world in which nothing went wrong, and ways to change one thing in it: for the auditor's
// tests.

import assert from 'node:assert/strict';
import { NthChaos } from '../chaos.js';
import { SeededRandom } from '../seeded-random.js';
import { runWorld } from '../world.js';
import { type CaseFile, openCase, type WireEvent } from './case-file.js';
import type { Evidence, WireRecord } from './evidence.js';
import type { PaymentRow, StepRows } from './rows.js';

const world = await runWorld({
  random: new SeededRandom('auditor'),
  chaos: new NthChaos('host', 0, 'crash'),
  transactions: 400,
  tills: 6,
  hasBankElsewhere: true,
});
export const sound: Evidence = world.evidence;
export const bugs: readonly string[] = world.bugs;
export const file: CaseFile = openCase(sound);

type Writable<Row> = {
  -readonly [Key in keyof Row]: Row[Key] extends readonly (infer One)[] ? One[] : Row[Key];
};

/** The evidence with the rows of every step changed, on the hosts' disk or on that of the bank elsewhere. */
export function withRows(
  change: (rows: Writable<StepRows>) => void,
  on: 'disk' | 'bankDisk' = 'disk',
): Evidence {
  const disk = sound[on].map((record) => {
    const rows = JSON.parse(record.text) as Writable<StepRows>;
    change(rows);
    return { ...record, text: JSON.stringify(rows) };
  });
  return { ...sound, [on]: disk };
}

export function withRow(rrn: string, change: Partial<PaymentRow>): Evidence {
  const changed = (row: PaymentRow): PaymentRow => (row.rrn === rrn ? { ...row, ...change } : row);
  return withRows((rows) => {
    rows.newTransactions = rows.newTransactions.map(changed);
    rows.changedTransactions = rows.changedTransactions.map(changed);
  });
}

/** The world in which this payment was reversed at that moment. */
export function reversedAt(row: PaymentRow, order: number): Evidence {
  const text = JSON.stringify({
    ...{ terminals: [], cards: [], newTransactions: [], entrySets: [], settlements: [], forwards: [] },
    changedTransactions: [{ ...row, state: 'reversed' }],
  });
  const step = { order, at: 0, by: 'host-1', text };
  return { ...sound, disk: [...sound.disk, step].sort((one, other) => one.order - other.order) };
}

export function withWire(change: (record: WireRecord) => WireRecord[]): Evidence {
  return { ...sound, wire: sound.wire.flatMap(change) };
}

/** The last hexadecimal `from` of a frame replaced by `to`. */
export function rewritten(frame: Uint8Array, from: string, to: string): Uint8Array {
  const all = Buffer.from(frame).toString('hex');
  const at = all.lastIndexOf(from);
  assert.ok(at >= 0, 'the frame has what is to be changed');
  return Buffer.from(all.slice(0, at) + to + all.slice(at + from.length), 'hex');
}

function found<Item>(items: Iterable<Item>, fits: (item: Item) => boolean): Item {
  for (const item of items) if (fits(item)) return item;
  throw new Error('the world has no such thing');
}

const all = [...file.payments.values()].map(({ row }) => row);
const payments = all.filter(({ side }) => side === 'both');
/** At the bank elsewhere: what it was asked. */
export const elsewhere: PaymentRow = found(
  [...file.bank.payments.values()].map(({ row }) => row),
  ({ kind, state }) => kind === 'purchase' && state === 'approved',
);
export const purchase: PaymentRow = found(
  payments,
  ({ kind, state }) => kind === 'purchase' && state === 'approved',
);
export const settled: PaymentRow = found(
  payments,
  (row) => row.kind === 'purchase' && row.state === 'approved' && row.captured_minor > 0,
);
export const answerOf = (rrn: string, moment: WireRecord['moment']): WireEvent =>
  found(
    file.events,
    (event) => event.to === 'till' && event.moment === moment && event.read?.fields.get(37) === rrn,
  );
export const requestOf = ({ terminal_id, trace }: PaymentRow): WireEvent =>
  found(
    file.events,
    ({ to, moment, terminalId, read }) =>
      to === 'host' && moment === 'sent' && terminalId === terminal_id && read?.fields.get(11) === trace,
  );
export const chips: readonly WireEvent[] = file.events.filter(
  ({ to, moment, read, terminalId }) =>
    to === 'host' &&
    moment === 'sent' &&
    read?.fields.get(55)?.includes('9f3602') === true &&
    read.mti === '0200' &&
    payments.some(
      (row) => row.terminal_id === terminalId && row.trace === read.fields.get(11) && row.movement !== null,
    ),
);
/** Messages of a terminal with keys for each, in their order. */
export const ownKeyed: readonly WireEvent[] = file.events.filter(
  ({ to, moment, read, terminalId }) =>
    to === 'host' && moment === 'sent' && file.dukptTerminals.has(terminalId) && read?.mti === '0200',
);
export const ksnOf = ({ read }: WireEvent): string => read!.fields.get(62)!.slice(0, 24);
export const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

/** Two presentations of one chip. */
export function twoOfOneCard(events: readonly WireEvent[]): readonly [WireEvent, WireEvent] {
  for (const one of events) {
    const other = events.find(({ read, key }) => key !== one.key && panOf(read) === panOf(one.read));
    if (other) return [one, other];
  }
  throw new Error('no chip was used twice');
}

function panOf(read: WireEvent['read']): string | undefined {
  return read?.fields.get(2) ?? read?.fields.get(35)?.split('d')[0];
}
