// What must be in order before the terminal does anything about money (protocol: terminal habits).

import { sendAdvices } from './advice-queue.js';
import type { TerminalCore } from './core.js';
import { logIn, SUPERVISOR } from './operators.js';
import { failed, type Outcome } from './outcome.js';
import { failureOf, sendPendingReversal } from './reversal-queue.js';
import type { PaymentKind } from './transactions.js';

/** Signed on today, no settlement interrupted, room in the journal, no reversal open. */
export async function refusalBefore(core: TerminalCore, kind: PaymentKind): Promise<Outcome | undefined> {
  if (!core.isSignedOn) return failed(kind, 'not-signed-on');
  const refusal = refusalOfJournal(core, kind);
  if (refusal !== undefined) return refusal;
  const result = await sendPendingReversal(core);
  const failure = result === 'keys' ? 'not-signed-on' : failureOf(result);
  if (failure !== undefined) return failed(kind, failure);
  // Script results and advices in doubt go out first, but the customer does not wait for their answer.
  return (await sendAdvices(core, false)) === 'keys' ? failed(kind, 'not-signed-on') : undefined;
}

/** The part that needs no host: enough for a sale offline. */
export function refusalOfJournal(core: TerminalCore, kind: PaymentKind): Outcome | undefined {
  const { settlement, journal, advices } = core.state;
  if (settlement !== undefined) return failed(kind, 'settlement-interrupted');
  // An advice that waits becomes a voucher.
  const waiting = advices.filter(({ voucher }) => voucher !== undefined).length;
  return journal.length + waiting >= core.settings.journalLimit ? failed(kind, 'journal-full') : undefined;
}

/** The supervisor agrees with the password; the first one counts only where the settings say so. */
export async function refusalOfSupervisor(
  core: TerminalCore,
  kind: PaymentKind,
  password: string,
): Promise<Outcome | undefined> {
  const result = await logIn(core, SUPERVISOR, password);
  if (result === 'refused') return failed(kind, 'supervisor-refused');
  const isFirst = result === 'change-first' && !core.settings.firstPasswordSuffices;
  return isFirst ? failed(kind, 'first-password') : undefined;
}
