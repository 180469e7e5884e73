// Brings a state that an older terminal stored up to the form of today: a pending reversal and the journal must
// outlive an update of the software.

import type { Receipt } from './receipt.js';
import { freshState, type TerminalState } from './state.js';
import type { Voucher } from './voucher.js';

/** A voucher of version 1, when a journal held nothing but purchases. */
type VoucherOfVersion1 = Pick<
  Voucher,
  'batch' | 'trace' | 'amountMinor' | 'maskedPan' | 'answerCode' | 'rrn' | 'authCode' | 'at'
> & { readonly kind: 'purchase'; readonly receipt: Receipt };

export interface StateOfVersion1
  extends Pick<TerminalState, 'nextTrace' | 'batch' | 'clockOffsetMs' | 'incidents' | 'operators'>,
    Partial<Pick<TerminalState, 'signOn' | 'pendingReversal'>> {
  readonly version: 1;
  readonly journal: readonly VoucherOfVersion1[];
}

/** What a store may hold. */
export type StoredState = StateOfVersion1 | TerminalState;

/** A terminal that was never used starts fresh. */
export function currentState(stored: StoredState | undefined): TerminalState {
  if (stored === undefined) return freshState;
  if (stored.version === 2) return { ...freshState, ...stored };
  return { ...freshState, ...stored, version: 2, journal: stored.journal.map(currentVoucher) };
}

/** Version 1 kept no card number: the voucher can be settled, and voided with the card only. */
function currentVoucher(voucher: VoucherOfVersion1): Voucher {
  return {
    ...voucher,
    ...{ mmdd: voucher.receipt.dateTime.slice(5, 10).replace('-', ''), tipMinor: 0, cardClass: '00' },
    ...{ state: 'open', isDelivered: true, hasSignature: false, fields: {}, chipData: undefined },
  };
}
