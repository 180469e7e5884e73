// What `tillgate terminal` can do, as one table: what each action needs to be given, and how the virtual POS is
// asked for it.

import type { DeviceStatus, Follower, MessageKind } from '@tillgate/pos-protocol';
import { followRules } from '@tillgate/pos-protocol';
import type { Card, FollowUp, KeySet, Original, Outcome, Terminal } from '@tillgate/terminal';

/** Everything that came with the command, read and checked. */
export interface Given {
  readonly terminal: Terminal;
  readonly card: Card | undefined;
  readonly amountMinor: number | undefined;
  readonly tipMinor: number | undefined;
  /** Six digits. */
  readonly trace: string | undefined;
  readonly rrn: string | undefined;
  readonly authCode: string | undefined;
  /** MMDD. */
  readonly mmdd: string | undefined;
  readonly supervisorPassword: string;
  readonly isAdvice: boolean;
  readonly keySet: KeySet | undefined;
  readonly subject: DownloadChoice | undefined;
  /** Devices that somebody tried and found not to work. */
  readonly bad: DeviceStatus;
  /** The code on the customer's phone. */
  readonly code: () => Promise<string>;
  readonly image: () => Promise<Uint8Array>;
}

export const downloadChoices = ['parameters', 'public-keys', 'chip-applications'] as const;
export type DownloadChoice = (typeof downloadChoices)[number];

/** An option without which the action makes no sense. */
export type Need = 'card' | 'amount' | 'tip' | 'image' | 'code-or-card';

export interface TerminalAction {
  readonly needs: readonly Need[];
  readonly run: (given: Given) => Promise<Outcome>;
}

const action = (run: TerminalAction['run'], ...needs: readonly Need[]): TerminalAction => ({ needs, run });

export const terminalActions = {
  'sign-on': action(({ terminal, keySet }) => terminal.signOn(keySet)),
  'sign-off': action(({ terminal }) => terminal.signOff()),
  echo: action(({ terminal }) => terminal.echo()),
  sale: action(({ terminal, card, amountMinor }) => terminal.sale(card!, amountMinor!), 'card', 'amount'),
  balance: action(({ terminal, card }) => terminal.balance(card!), 'card'),
  'change-pin': action(({ terminal, card }) => terminal.changePin(card!), 'card'),
  'qr-sale': action(
    async ({ terminal, code, amountMinor }) => terminal.qrSale(await code(), amountMinor!),
    ...(['amount', 'code-or-card'] as const),
  ),
  void: action((given) => given.terminal.void(followUpOf(given, 'void'))),
  refund: action(refund),
  preauth: action(
    ({ terminal, card, amountMinor }) => terminal.preAuthorize(card!, amountMinor!),
    ...(['card', 'amount'] as const),
  ),
  'preauth-void': action((given) =>
    given.terminal.voidPreAuthorization(followUpOf(given, 'pre-authorization-void')),
  ),
  complete: action((given) =>
    given.isAdvice
      ? given.terminal.completeByAdvice(followUpOf(given, 'completion-advice'))
      : given.terminal.complete(followUpOf(given, 'completion')),
  ),
  'complete-void': action((given) => given.terminal.voidCompletion(followUpOf(given, 'completion-void'))),
  'offline-sale': action(
    ({ terminal, card, amountMinor, authCode }) => terminal.sellOffline(card!, amountMinor!, authCode),
    ...(['card', 'amount'] as const),
  ),
  adjust: action(
    (given) => given.terminal.adjust(traceOf(given, 'adjustment'), given.amountMinor!),
    'amount',
  ),
  tip: action((given) => given.terminal.addTip(traceOf(given, 'tip'), given.tipMinor!), 'tip'),
  upload: action(({ terminal }) => terminal.upload()),
  settle: action(({ terminal }) => terminal.settle()),
  download: action(download),
  'status-upload': action(({ terminal }) => terminal.uploadStatus()),
  'self-test': action(({ terminal, bad }) => terminal.selfTest(bad)),
  signature: action(
    async (given) => given.terminal.uploadSignature(traceOf(given, 'signature'), await given.image()),
    'image',
  ),
} as const satisfies Readonly<Record<string, TerminalAction>>;

export type TerminalActionName = keyof typeof terminalActions;

function followUpOf(given: Given, kind: Follower): FollowUp {
  const { card, amountMinor, supervisorPassword } = given;
  return { original: originalOf(given, kind), card, amountMinor, supervisorPassword };
}

/** What the command names: a voucher of the batch where there is one, else what a slip says. */
function originalOf(given: Given, kind: Follower): Original {
  const { authCode, mmdd, rrn } = given;
  const voucher = voucherOf(given, kind);
  if (voucher === undefined && authCode !== undefined) return { authCode, mmdd: mmdd ?? NO_DATE, rrn };
  return { trace: voucher ?? NO_TRACE };
}

const NO_DATE = '0000';
const NO_TRACE = '000000';

function traceOf(given: Given, kind: Follower): string {
  return voucherOf(given, kind) ?? NO_TRACE;
}

/** By its number, RRN or authorization code; when none is told, the newest that may be followed so. */
function voucherOf(given: Given, kind: Follower): string | undefined {
  const { terminal, trace, rrn, authCode } = given;
  if (trace !== undefined) return trace;
  const originals: readonly MessageKind[] = followRules[kind].originals;
  const fitting = terminal.journal.filter((one) => originals.includes(one.kind));
  if (rrn !== undefined) return fitting.find((one) => one.rrn === rrn)?.trace;
  if (authCode !== undefined) return fitting.find((one) => one.authCode === authCode)?.trace;
  return fitting.findLast((one) => one.state === 'open')?.trace;
}

/** By RRN, or by a voucher of the batch, whose RRN, date and amount the journal has. */
function refund(given: Given): Promise<Outcome> {
  const { terminal, card, supervisorPassword, trace } = given;
  const voucher = terminal.journal.find((one) => one.trace === trace || one.rrn === given.rrn);
  return terminal.refund({
    ...{ card, supervisorPassword },
    amountMinor: given.amountMinor ?? voucher?.amountMinor ?? 0,
    rrn: given.rrn ?? voucher?.rrn ?? '',
    mmdd: given.mmdd ?? voucher?.mmdd ?? NO_DATE,
  });
}

/** One of them, or all in order until one fails. */
async function download({ terminal, subject }: Given): Promise<Outcome> {
  const chosen = subject === undefined ? downloadChoices : [subject];
  let outcome: Outcome | undefined;
  for (const choice of chosen) {
    outcome = await (choice === 'parameters' ? terminal.downloadParameters() : terminal.download(choice));
    if (outcome.result !== 'approved') break;
  }
  return outcome!;
}
