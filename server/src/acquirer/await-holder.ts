// A payment that its holder is to confirm on the phone (answer code 1A, protocol section 10). The terminal repeats the
// same request until a final answer; what the holder said meanwhile stands in the row, and the money is decided when
// the terminal comes for it, so that nothing is taken from a till that has gone.

import type { PinResult } from '../issuer/index.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { CardRow, Draft, Figures, TransactionRow, Unit } from '../store/index.js';
import { book, decideFirst } from './bank-decision.js';
import { holderOf } from './holder.js';
import { concluded, outcomeOf } from './record.js';
import type { Decidable, Outcome } from './request.js';
import { STALE } from './stale.js';

/** After the holder's time the terminal has this long to come for what the holder said in time. */
const COLLECT_MS = 60_000;

/** The row of this very request, when its holder is being asked. */
export function awaitedRow(draft: Draft, begun: Outcome | typeof STALE): TransactionRow | undefined {
  if (begun === STALE || !begun.repeated) return undefined;
  const row = draft.transactionOf(begun.rrn);
  return row?.state === 'awaiting' ? row : undefined;
}

/** The same request again: 1A while the holder thinks, else the final answer, which is stored. */
export function decideAwaited(
  draft: Draft,
  request: Decidable,
  pin: PinResult,
  row: TransactionRow,
): Outcome {
  const { confirmedBy, expiresAt } = row.figures;
  const isOver = request.receivedAt >= Number(expiresAt) + (confirmedBy === undefined ? 0 : COLLECT_MS);
  if (isOver) return outcomeOf(refuseAwaited(draft, row, 'phone.expired'), true);
  if (confirmedBy === undefined) return outcomeOf(row, true);
  const card = holderOf(draft, request)!;
  // Decided as the request that came first, on its day.
  const first = { ...request, rrn: row.rrn, localDate: row.business_date };
  const decided = decideFirst(first, card, { pin, resumes: true, phone: 'confirmed' });
  const { figures, ...booked } = book(draft, first, card, decided);
  return outcomeOf(concluded(draft, row, { ...booked, figures: { ...askedOf(row), ...figures } }), true);
}

export type HolderSays =
  | { readonly says: 'confirmed'; readonly by: 'passkey' | 'one-time-code' }
  | { readonly says: 'refused' | 'wrong-number' };

/** `over`: nobody waits any more; `already`: the holder has said it before. */
export type HolderHeard = 'done' | 'already' | 'over' | 'number-wrong';

/** Whoever names a wrong number so often does not look at this terminal. */
const WRONG_NUMBERS = 3;

/** What the holder says of a payment of this card, under the card's lock: the first word counts. */
export function holderSaysUnit(
  payment: Pick<TransactionRow, 'rrn' | 'terminal_id'>,
  panHash: string,
  said: HolderSays,
  at: number,
): Unit<HolderHeard> {
  const { rrn, terminal_id: terminalId } = payment;
  return {
    load: { terminalId, panHash, identities: [], references: [{ rrn }] },
    decide: (draft) => {
      const row = draft.transactionOf(rrn);
      const card = draft.card(panHash);
      if (!isAwaiting(row, card) || at >= Number(row.figures.expiresAt)) return 'over';
      if (row.figures.confirmedBy !== undefined) return 'already';
      return hear(draft, row, said, at);
    },
  };
}

/** For one that nobody comes for any more; false while somebody may. @param at milliseconds since 1970 UTC */
export function expireAwaitingUnit(
  { rrn, terminal_id: terminalId }: Pick<TransactionRow, 'rrn' | 'terminal_id'>,
  panHash: string,
  at: number,
): Unit<boolean> {
  return {
    load: { terminalId, panHash, identities: [], references: [{ rrn }] },
    decide: (draft) => {
      const row = draft.transactionOf(rrn);
      if (row?.state !== 'awaiting' || at < Number(row.figures.expiresAt) + COLLECT_MS) return false;
      refuseAwaited(draft, row, 'phone.expired');
      return true;
    },
  };
}

function hear(draft: Draft, row: TransactionRow, said: HolderSays, at: number): HolderHeard {
  const { figures } = row;
  switch (said.says) {
    case 'confirmed':
      draft.changeTransaction({ ...row, figures: { ...figures, confirmedBy: said.by, confirmedAt: at } });
      return 'done';
    case 'refused':
      refuseAwaited(draft, row, 'phone.refused');
      return 'done';
    case 'wrong-number': {
      const wrongNumbers = Number(figures.wrongNumbers ?? 0) + 1;
      const counted = { ...row, figures: { ...figures, wrongNumbers } };
      if (wrongNumbers < WRONG_NUMBERS) draft.changeTransaction(counted);
      else refuseAwaited(draft, counted, 'phone.wrong-numbers');
      return 'number-wrong';
    }
  }
}

function isAwaiting(row: TransactionRow | undefined, card: CardRow | undefined): row is TransactionRow {
  return row?.state === 'awaiting' && card !== undefined && row.card_id === card.card_id;
}

function refuseAwaited(draft: Draft, row: TransactionRow, why: ReasonId): TransactionRow {
  return concluded(draft, row, { state: 'declined', reason: why, figures: askedOf(row) });
}

/** What would have made the difference to the demand says nothing of how it ended. */
function askedOf({ figures }: TransactionRow): Figures {
  const { wouldPassBy: _by, wouldPassMinor: _minor, ...asked } = figures;
  return asked;
}
