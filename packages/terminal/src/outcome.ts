// How an action ended, for the screen, the receipt and the caller's next step.

import { answerCodes, type MessageKind } from '@tillgate/pos-protocol';
import type { LocalFailure } from './local-failure.js';
import { failureTold, localFailures, type Told } from './local-failures.js';
import type { Receipt } from './receipt.js';
import type { SelfTest } from './self-test-checks.js';
import type { SettlementReport } from './settlement-progress.js';

/** `unknown`: the host may have booked it. Never charge again before the reversal is confirmed. */
export type Result = 'approved' | 'declined' | 'unknown' | 'failed';

export interface Outcome {
  readonly kind: MessageKind;
  readonly result: Result;
  /** F39, when an answer counts. */
  readonly answerCode?: string;
  /** Set when the terminal itself ended the action. */
  readonly failure?: LocalFailure;
  /** The part that did not fit, for `answer-mismatch`; the key, for `key-check`. */
  readonly detail?: string;
  readonly text: { readonly zh: string; readonly en: string };
  readonly advice: { readonly zh: string; readonly en: string };
  /** What others than the cashier are told. */
  readonly told: Told;
  /** The host's own words for the cashier, from F63. */
  readonly hostText?: string;
  readonly trace?: string;
  readonly rrn?: string;
  readonly authCode?: string;
  readonly amountMinor?: number;
  readonly balanceMinor?: number;
  readonly receipt?: Receipt;
  /** Of a settlement that is over. */
  readonly settlement?: SettlementReport;
  readonly selfTest?: SelfTest;
}

type Details = Omit<Outcome, 'kind' | 'result' | 'text' | 'advice' | 'told' | 'failure' | 'answerCode'>;

export function failed(kind: MessageKind, failure: LocalFailure, details: Details = {}): Outcome {
  const { text, advice } = localFailures[failure];
  return { kind, result: 'failed', failure, text, advice, told: failureTold(failure), ...details };
}

export function unknownOutcome(kind: MessageKind, failure: LocalFailure, details: Details = {}): Outcome {
  return { ...failed(kind, failure, details), result: 'unknown' };
}

/** An answer that counts. A code that the table lacks is shown as it is. */
export function answered(
  kind: MessageKind,
  result: 'approved' | 'declined',
  answerCode: string,
  details: Details = {},
): Outcome {
  const known = answerCodes.get(answerCode);
  const text = known?.text ?? { zh: `应答码 ${answerCode}`, en: `Answer code ${answerCode}` };
  const advice = known?.advice ?? { zh: '联系收单机构', en: 'call the acquirer' };
  const told = { merchant: text, cardholder: known?.cardholder ?? text, engineer: known?.engineer ?? text };
  return { kind, result, answerCode, text, advice, told, ...details };
}
