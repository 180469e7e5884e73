// What the terminal can do with a card, as one table: who must agree, whether the holder is there, and on which
// side of the settlement it counts.

import { followRules, isFollower, type MessageKind } from '@tillgate/pos-protocol';

/** `open`: stands as it is. The others name what took it up, and that happens once. */
export type VoucherState = 'open' | 'voided' | 'completed';

export type PaymentKind = Extract<
  MessageKind,
  | 'purchase'
  | 'qr-sale'
  | 'balance'
  | 'pin-change'
  | 'void'
  | 'refund'
  | 'pre-authorization'
  | 'pre-authorization-void'
  | 'completion'
  | 'completion-advice'
  | 'completion-void'
  | 'offline-sale'
  | 'adjustment'
  | 'tip'
>;

export interface TransactionRule {
  /** On the receipt. */
  readonly words: { readonly zh: string; readonly en: string };
  /** The holder is there and presents the card: track and PIN may be in the message. */
  readonly holderIsThere: boolean;
  /** Needs the supervisor's password. */
  readonly bySupervisor: boolean;
  readonly counts: 'debit' | 'credit' | undefined;
}

const words = (zh: string, en: string): Pick<TransactionRule, 'words'> => ({ words: { zh, en } });
const first = { holderIsThere: true, bySupervisor: false } as const;
const later = { holderIsThere: false, bySupervisor: false } as const;
const bySupervisor = { holderIsThere: false, bySupervisor: true } as const;

/** What may follow what is the dialect's own table, `followRules`. */
export const transactionRules: Readonly<Record<PaymentKind, TransactionRule>> = {
  purchase: { ...words('消费', 'SALE'), ...first, counts: 'debit' },
  'qr-sale': { ...words('扫码消费', 'QR SALE'), ...first, counts: 'debit' },
  balance: { ...words('余额查询', 'BALANCE'), ...first, counts: undefined },
  'pin-change': { ...words('修改密码', 'PIN CHANGE'), ...first, counts: undefined },
  void: { ...words('消费撤销', 'VOID'), ...bySupervisor, counts: 'credit' },
  refund: { ...words('退货', 'REFUND'), ...bySupervisor, counts: 'credit' },
  'pre-authorization': { ...words('预授权', 'PRE-AUTH'), ...first, counts: undefined },
  'pre-authorization-void': { ...words('预授权撤销', 'PRE-AUTH VOID'), ...bySupervisor, counts: undefined },
  completion: { ...words('预授权完成', 'COMPLETION'), ...later, counts: 'debit' },
  'completion-advice': { ...words('预授权完成通知', 'COMPLETION ADVICE'), ...later, counts: 'debit' },
  'completion-void': { ...words('预授权完成撤销', 'COMPLETION VOID'), ...bySupervisor, counts: 'credit' },
  'offline-sale': { ...words('离线消费', 'OFFLINE SALE'), ...later, counts: 'debit' },
  // Both change the amount of a voucher that is counted already.
  adjustment: { ...words('结算调整', 'ADJUSTMENT'), ...later, counts: undefined },
  tip: { ...words('追加小费', 'TIP'), ...later, counts: undefined },
};

/** What a voucher is after a transaction that refers to it. */
export function stateAfter(kind: PaymentKind): VoucherState {
  const becomes = isFollower(kind) ? followRules[kind].original : 'kept';
  return becomes === 'voided' || becomes === 'completed' ? becomes : 'open';
}
