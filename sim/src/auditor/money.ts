// I2, I3, I5: no debit twice, every set of entries adds up, and nothing goes below what it may.

import { type CaseFile, type Finding, keyOfRow } from './case-file.js';
import type { EntrySet, PaymentRow } from './rows.js';

/** States in which a request still has its effect. */
const STANDING = new Set(['approved', 'held', 'completed', 'refunded', 'voided']);
const FIRST = new Set(['purchase', 'qr-sale', 'offline-sale', 'pre-authorization']);

/** I2: one request of a terminal has one effect at the most. */
export function oneRequestOneEffect(file: CaseFile): Finding[] {
  const standing = new Map<string, string>();
  return [...file.payments.values()].flatMap(({ row }) => {
    if (row.movement === null || row.kind === 'reversal' || !STANDING.has(row.state)) return [];
    const request = `${keyOfRow(row)}|${row.batch}`;
    const other = standing.get(request);
    standing.set(request, row.rrn);
    return other === undefined ? [] : [{ subject: request, detail: `${other} and ${row.rrn} both stand` }];
  });
}

/** I2: what followed a payment took it up once; captures, voids and refunds never pass their original. */
export function followersKeepToTheirOriginal(file: CaseFile): Finding[] {
  const undone = new Map<string, string>();
  return [...file.payments.values()].flatMap(({ row }) => {
    const found: Finding[] = [];
    const say = (detail: string): void => void found.push({ subject: row.rrn, detail });
    if (row.refunded_minor > row.captured_minor) {
      say(`refunded ${row.refunded_minor} of ${row.captured_minor}`);
    }
    if (FIRST.has(row.kind) && row.figures.adjustedMinor === undefined) {
      const most =
        row.kind === 'pre-authorization' ? Math.floor((row.amount_minor * 115) / 100) : row.amount_minor;
      const tip =
        row.kind === 'purchase' || row.kind === 'qr-sale' ? Math.floor((row.amount_minor * 20) / 100) : 0;
      if (row.captured_minor > most + tip) say(`captured ${row.captured_minor} of ${row.amount_minor}`);
    }
    const undoes = /^(void|pre-authorization-void|completion-void)$/.test(row.kind) && row.movement !== null;
    const reverses = row.kind === 'reversal' && row.movement !== null;
    if ((undoes && row.state !== 'reversed') || reverses) {
      const target = `${row.original_rrn}`;
      const other = undone.get(target);
      undone.set(target, row.rrn);
      if (other !== undefined) say(`undoes ${target}, which ${other} had undone`);
    }
    return found;
  });
}

function sumOf(sets: readonly EntrySet[], accounts: RegExp): number {
  return sets
    .flatMap(({ postings }) => postings)
    .filter(({ account }) => accounts.test(account))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function byPayment(sets: readonly EntrySet[], key: 'rrn' | 'causedBy'): Map<string, EntrySet[]> {
  const groups = new Map<string, EntrySet[]>();
  for (const set of sets) {
    const group = groups.get(set[key] ?? '');
    if (group === undefined) groups.set(set[key] ?? '', [set]);
    else group.push(set);
  }
  return groups;
}

/** I3: every set adds up to zero in whole minor units. */
export function entriesAddUp(file: CaseFile): Finding[] {
  return file.entrySets.flatMap(({ rrn, postings }) => {
    const sum = postings.reduce((total, { amountMinor }) => total + amountMinor, 0);
    const subject = rrn ?? 'opening';
    if (postings.some(({ amountMinor }) => !Number.isSafeInteger(amountMinor))) {
      return [{ subject, detail: 'an amount is no whole number of minor units' }];
    }
    return sum === 0 && postings.length > 1 ? [] : [{ subject, detail: `a set adds up to ${sum}` }];
  });
}

/** I3: what each request says it moved is what its entries moved, once; and a payment's row is what they add up to. */
export function entriesAreWhatRowsSay(file: CaseFile): Finding[] {
  const caused = byPayment(file.entrySets, 'causedBy');
  const about = byPayment(file.entrySets, 'rrn');
  return [...file.payments.values()].flatMap(({ row }) => [
    ...checkMovement(row, caused.get(row.rrn) ?? []),
    ...checkAmounts(row, about.get(row.rrn) ?? []),
  ]);
}

/** What was taken, as the side that is booked here has it: owed to a merchant and the acquirer, or by the bank. */
function takenIn({ side }: PaymentRow): RegExp {
  return side === 'issuer' ? /^clearing:/ : /^(payable|fee):/;
}

function checkMovement(row: PaymentRow, sets: readonly EntrySet[]): Finding[] {
  const { heldMinor = 0, capturedMinor = 0, feeMinor = 0, overdrawnMinor = 0 } = row.movement ?? {};
  const said = [capturedMinor, feeMinor];
  const entries = [sumOf(sets, takenIn(row)), sumOf(sets, /^fee:/)];
  // The acquirer of a bank elsewhere books nothing of the holder's.
  if (row.side !== 'acquirer') {
    said.push(heldMinor, -overdrawnMinor);
    entries.push(sumOf(sets, /^hold:/), sumOf(sets, /^overdrawn:/));
  }
  if (said.every((amount, at) => amount - entries[at]! === 0)) return [];
  return [{ subject: row.rrn, detail: `row ${said.join(', ')}; entries ${entries.join(', ')}` }];
}

function checkAmounts(row: PaymentRow, sets: readonly EntrySet[]): Finding[] {
  if (!FIRST.has(row.kind)) return [];
  const taken = row.captured_minor - row.refunded_minor;
  const found: Finding[] = [];
  const check = (what: string, kept: number, entries: number): void => {
    if (kept !== entries)
      found.push({ subject: row.rrn, detail: `${what}: row ${kept}, entries ${entries}` });
  };
  check('captured', taken, sumOf(sets, takenIn(row)));
  if (row.side !== 'acquirer') {
    check('held', row.held_minor, sumOf(sets, /^hold:/));
    check('holder', row.held_minor + taken, -sumOf(sets, /^(cardholder|overdrawn):/));
  }
  // The contract: basis points of what was taken, half a fen goes up.
  const basisPoints = Number(row.figures.feeBasisPoints ?? 0);
  if (row.movement !== null) {
    check('fee', Math.floor((taken * basisPoints) / 10_000 + 0.5), sumOf(sets, /^fee:/));
  }
  return found;
}

/** I3: what is over holds nothing and has taken nothing; what stands has one or the other. */
export function statesFitAmounts(file: CaseFile): Finding[] {
  return [...file.payments.values()].flatMap(({ row }) => {
    if (!FIRST.has(row.kind)) return [];
    const [holds, took] = [row.held_minor > 0, row.captured_minor > 0];
    const isOver = row.state === 'voided' || row.state === 'reversed' || row.state === 'declined';
    const fits = isOver ? !holds && !took : row.state === 'held' ? holds && !took : took && !holds;
    if (fits) return [];
    const detail = `${row.state}: held ${row.held_minor}, captured ${row.captured_minor}`;
    return [{ subject: row.rrn, detail }];
  });
}

/** I5 and I3: a card's balance is what its entries say after every step, and neither it nor a limit is passed. */
export function limitsHold(file: CaseFile): Finding[] {
  const balances = new Map<number, number>();
  const found: Finding[] = [];
  for (const { rows, at } of file.steps) {
    for (const { account, amountMinor } of rows.entrySets.flatMap(({ postings }) => postings)) {
      const card = /^cardholder:(\d+)$/.exec(account);
      if (card) balances.set(Number(card[1]), (balances.get(Number(card[1])) ?? 0) + amountMinor);
    }
    for (const card of rows.cards) {
      const subject = `card ${card.card_id} at ${at}`;
      const booked = balances.get(card.card_id) ?? card.available_minor;
      balances.set(card.card_id, booked);
      if (booked !== card.available_minor) {
        found.push({ subject, detail: `balance ${card.available_minor}, entries ${booked}` });
      }
      if (card.available_minor < 0) found.push({ subject, detail: `balance ${card.available_minor}` });
      if (card.day_spent_minor > card.daily_minor || card.day_count > card.daily_count) {
        found.push({ subject, detail: `${card.day_count} payments of ${card.day_spent_minor} on one day` });
      }
    }
  }
  return found;
}
