// A message that tells the host what has happened already (0220, 0620): stored before it is sent, and sent
// again, the same, until the host has answered it.

import type { MessageKind } from '@tillgate/pos-protocol';
import type { Voucher } from './voucher.js';

export type AdviceKind = Extract<
  MessageKind,
  'refund' | 'completion-advice' | 'offline-sale' | 'adjustment' | 'tip' | 'script-result'
>;

/** JSON-able. Holds a PAN; never a track, PIN block or payment code. */
export interface PendingAdvice {
  readonly kind: AdviceKind;
  /** F11. */
  readonly trace: string;
  readonly fields: Readonly<Record<number, string>>;
  /** F55 in hexadecimal. */
  readonly chipData: string | undefined;
  /** Times that it was sent. */
  readonly attempts: number;
  /** What the journal takes up once the host has it; undefined when it has it already, or never will. */
  readonly voucher: Voucher | undefined;
  /** What becomes of the voucher that it refers to. */
  readonly changes: { readonly trace: string; readonly change: Partial<Voucher> } | undefined;
}
