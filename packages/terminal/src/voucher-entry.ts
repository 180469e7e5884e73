// Makes the voucher of a transaction, from its request and the answer when there is one.

import type { Message } from '@tillgate/iso8583';
import { toHex } from '@tillgate/iso8583';
import { type CardClass, parseF63 } from '@tillgate/pos-protocol';
import type { TerminalCore } from './core.js';
import { receiptOf } from './receipt.js';
import type { PaymentRequest } from './requests.js';
import { storedFields } from './stored-message.js';
import type { Voucher } from './voucher.js';

const DOMESTIC_ORGANISATION = 'CUP';

/** Approved offline by the terminal or the chip (Y1), or entered with a code that the bank gave by telephone. */
const APPROVED_OFFLINE = 'Y1';

export function voucherOf(
  core: TerminalCore,
  request: PaymentRequest,
  message: Message,
  answer: Message | undefined,
): Voucher {
  const { kind, instrument, pin, tipMinor = 0, original, rrn, authCode } = request;
  const amountMinor = Number(answer?.text(4) ?? request.amountMinor ?? 0);
  const [trace, batch, localTime] = [message.text(11)!, core.state.batch, core.localTime()];
  const chipBytes = message.bytes(55);
  const receipt = receiptOf(core.settings, instrument, answer, {
    ...{ kind, amountMinor, withPin: pin !== undefined, localTime, batch, trace },
    ...{ tipMinor: tipMinor || undefined, original: originalText(original?.trace, rrn, authCode) },
  });
  return {
    ...{ kind, batch, trace, mmdd: localTime.mmdd, amountMinor, tipMinor, receipt, at: core.now() },
    ...{ maskedPan: instrument.maskedPan, cardClass: cardClassOf(answer) },
    answerCode: answer?.text(39) ?? APPROVED_OFFLINE,
    ...{ rrn: answer?.text(37) ?? '', authCode: answer?.text(38) ?? authCode ?? '' },
    ...{ state: 'open', isDelivered: answer !== undefined, hasSignature: false },
    fields: storedFields(message, instrument),
    chipData: chipBytes && toHex(chipBytes),
  };
}

/** The host says whose card it was in F63. */
function cardClassOf(answer: Message | undefined): CardClass {
  const texts = answer?.bytes(63);
  const organisation = texts === undefined ? '' : parseF63(texts).organisation;
  return organisation === '' || organisation === DOMESTIC_ORGANISATION ? '00' : '01';
}

/** As a cashier would look for it: the voucher number first. */
function originalText(
  trace: string | undefined,
  rrn: string | undefined,
  authCode: string | undefined,
): string | undefined {
  return trace === undefined || trace === '000000' ? (rrn ?? authCode) : trace;
}
