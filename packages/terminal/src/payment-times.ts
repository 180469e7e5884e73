// How long this terminal took over its last payments, for the host to lay beside its own times: from the card to the
// sending, from there to the answer, from the answer to the receipt. What the holder took to enter a PIN is no time of
// the terminal's, nor is the wait for a confirmation on the phone.

import type { Message } from '@tillgate/iso8583';
import { type PaymentTimes, TOLD_PAYMENTS_MAX } from '@tillgate/pos-protocol';
import { StorageFault, type TerminalCore } from './core.js';

/** Of a payment that was answered: kept with the state, for the next self-test to tell. */
export async function keepTimes(
  core: TerminalCore,
  message: Message,
  times: Pick<PaymentTimes, 'prepareMs' | 'answerMs' | 'finishMs'>,
): Promise<void> {
  const of = { batch: core.state.batch, trace: message.text(11)! };
  const others = core.state.paymentTimes.filter(
    ({ batch, trace }) => batch !== of.batch || trace !== of.trace,
  );
  try {
    await core.save({ paymentTimes: [...others, { ...of, ...times }].slice(-TOLD_PAYMENTS_MAX) });
  } catch (error) {
    // The payment is settled: that its times cannot be kept changes nothing about it.
    if (!(error instanceof StorageFault)) throw error;
  }
}
