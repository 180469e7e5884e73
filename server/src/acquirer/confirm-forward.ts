// What a bank behind a link says of a forward: taken up, or not yet. Taken up, it settles what stood in suspense and
// ends the doubt about a payment that had got no answer.

import { assert } from '../kernel/fault.js';
import type { Draft, ForwardRow, TransactionRow, Unit } from '../store/index.js';
import type { Tried } from '../switch/index.js';
import { releaseOriginal } from './ask-bank.js';
import { rootOf } from './find-original.js';
import { confirmMoney } from './move-money.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 20_000;
/** Refusals after which people must look at it: it blocks its card no longer, and is never dropped. */
const REFUSALS_BEFORE_PARKING = 8;

/** The forward as it is after the try; undefined when somebody else had it confirmed before. */
export function forwardUnit(rrn: string, tried: Tried): Unit<ForwardRow | undefined> {
  return {
    load: {
      ...{ terminalId: '', panHash: undefined, identities: [] },
      ...{ references: [{ rrn }], forwards: [rrn] },
    },
    decide: (draft) => {
      const forward = draft.forward(rrn);
      if (!forward || forward.state === 'confirmed') return undefined;
      const after = tried.outcome === 'confirmed' ? confirmed(forward, tried) : postponed(forward, tried);
      draft.putForward(after);
      if (after.state === 'confirmed') takeUp(draft, forward, tried.at);
      return after;
    },
  };
}

/** People have looked at a parked forward, and it may go out again. */
export function unparkUnit(rrn: string, at: number): Unit<boolean> {
  return {
    load: { ...{ terminalId: '', panHash: undefined, identities: [] }, forwards: [rrn] },
    decide: (draft) => {
      const forward = draft.forward(rrn);
      if (forward?.state !== 'parked') return false;
      draft.putForward({ ...forward, state: 'waiting', refusals: 0, next_at: at });
      return true;
    },
  };
}

function confirmed(forward: ForwardRow, { at, code = '' }: Tried): ForwardRow {
  return { ...forward, state: 'confirmed', tries: forward.tries + 1, confirmed_at: at, last_outcome: code };
}

/** The pause doubles with each try. A bank that is away is waited for without end; one that says no is not. */
function postponed(forward: ForwardRow, { at, outcome, code }: Tried): ForwardRow {
  const tries = forward.tries + 1;
  const refusals = forward.refusals + (outcome === 'refused' ? 1 : 0);
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(forward.tries, 16));
  return {
    ...forward,
    ...{ tries, refusals, next_at: at + pauseMs, last_outcome: code ?? outcome },
    state: refusals >= REFUSALS_BEFORE_PARKING ? 'parked' : 'waiting',
  };
}

function takeUp(draft: Draft, { rrn, issuer_id: issuerId }: ForwardRow, at: number): void {
  const row = draft.transactionOf(rrn);
  assert(row, 'a forward tells of a request');
  if (row.state === 'in-doubt') {
    releaseOriginal(draft, row);
    const figures = { ...row.figures, bankToldAt: at };
    draft.changeTransaction({ ...row, state: 'declined', figures });
    return;
  }
  confirmMoney(draft, row, { rootRrn: rootOf(draft, paymentOf(draft, row)).rrn, issuerId, at });
}

/** What a reversal undid; any other request itself. */
function paymentOf(draft: Draft, row: TransactionRow): TransactionRow {
  const original = row.kind === 'reversal' ? draft.transactionOf(row.original_rrn ?? '') : row;
  assert(original, 'a reversal that a bank is told of has an original');
  return original;
}
