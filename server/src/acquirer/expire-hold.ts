// A hold does not last for ever: after its time the holder has the money back, and a completion comes too late. The
// release is a request of the host's own, with a row like any other, so that the books tell who moved what.

import { moved, postMovement } from '../ledger/index.js';
import type { Movement, TransactionRow, Unit } from '../store/index.js';
import { movedBy } from './move-money.js';

/** A hold whose time ran out, and the row's card. */
export interface OldHold {
  readonly rrn: string;
  readonly terminal_id: string;
  readonly pan_hash: string;
}

/** @param releaseRrn of the request that releases it; false when it is no hold any more */
export function expireHoldUnit(hold: OldHold, releaseRrn: string, at: number): Unit<boolean> {
  return {
    load: {
      ...{ terminalId: hold.terminal_id, panHash: hold.pan_hash, identities: [] },
      references: [{ rrn: hold.rrn }],
    },
    decide: (draft) => {
      const row = draft.transactionOf(hold.rrn);
      const card = draft.card(hold.pan_hash);
      // A completion is with the bank at this moment: it comes first.
      if (row?.state !== 'held' || !card || row.figures.askedRrn !== undefined) return false;
      const movement = { heldMinor: 0 - row.held_minor, capturedMinor: 0, feeMinor: 0, overdrawnMinor: 0 };
      const release = releaseOf(row, releaseRrn, movement, at);
      draft.addTransaction(release);
      draft.changeTransaction({
        ...row,
        state: 'expired',
        held_minor: 0,
        figures: { ...row.figures, followedBy: releaseRrn },
      });
      if (row.side !== 'acquirer') draft.putCard(moved(card, movement));
      for (const set of postMovement(movedBy(release, row.rrn, at), movement)) draft.post(set);
      return true;
    },
  };
}

function releaseOf(row: TransactionRow, rrn: string, movement: Movement, at: number): TransactionRow {
  return {
    ...row,
    ...{ rrn, identity: null, kind: 'hold-release', state: 'done', received_at: at, trace: '000000' },
    ...{ answer_code: '00', reason: 'hold.expired', figures: {}, auth_code: null, content_hash: null },
    ...{ original_rrn: row.rrn, movement, held_minor: 0, captured_minor: 0, refunded_minor: 0 },
  };
}
