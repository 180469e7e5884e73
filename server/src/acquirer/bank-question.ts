// A terminal's request as its bank is asked about it over a link.

import { isFollower } from '@tillgate/pos-protocol';
import type { TransactionRow } from '../store/index.js';
import type { BankQuestion, Voucher } from '../switch/index.js';
import type { RoutedRequest } from './request.js';

/** The card's number as the terminal or the books have it, and the PIN block under the bank's zone key. */
export type CardTold = Pick<BankQuestion, 'pan' | 'pinBlock'>;

/** @param original the payment that it follows, as the books have it */
export function questionOf(
  request: RoutedRequest,
  told: CardTold | undefined,
  original: TransactionRow | undefined,
): BankQuestion {
  const { message } = request.envelope;
  return {
    mti: message.mti,
    processingCode: message.text(3) ?? '',
    condition: message.text(25) ?? '',
    type: message.text(60)?.slice(0, 2) ?? '',
    ...{ rrn: request.rrn, terminalId: request.terminalId, merchantId: request.merchantId },
    ...{ batch: request.batch, trace: request.trace, mcc: request.merchant.mcc },
    ...{
      localDate: request.localDate,
      localTime: request.localTime,
      at: request.receivedAt,
      pan: told?.pan,
    },
    ...{ amountMinor: request.amountMinor, tipMinor: request.tipMinor, entryMode: request.entryMode },
    ...{ noPinLimitMinor: request.merchant.no_pin_limit_minor, verifiedOnDevice: request.verifiedOnDevice },
    original: original && voucherOf(original),
    resumes: isFollower(request.kind) ? undefined : message.text(61),
    pinBlock: told?.pinBlock,
    chipData: message.bytes(55),
  };
}

function voucherOf({ terminal_id, batch, trace }: TransactionRow): Voucher {
  return { terminalId: terminal_id, batch, trace };
}
