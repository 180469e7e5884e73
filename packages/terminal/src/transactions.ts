// What the terminal can do with a card, as one table: what may follow what, who must agree, whether the holder
// enters a PIN, and on which side of the settlement it counts.

import type { MessageKind } from '@tillgate/pos-protocol';

/** `open`: stands as it is. The others name what took it up, and that happens once. */
export type VoucherState = 'open' | 'voided' | 'completed';

export type PaymentKind = Extract<
  MessageKind,
  | 'purchase'
  | 'qr-sale'
  | 'balance'
  | 'void'
  | 'refund'
  | 'pre-authorization'
  | 'pre-authorization-void'
  | 'completion'
  | 'completion-advice'
  | 'completion-void'
  | 'offline-sale'
  | 'adjustment'
>;

export interface TransactionRule {
  /** On the receipt. */
  readonly words: { readonly zh: string; readonly en: string };
  /** The holder is there and presents the card: track and PIN may be in the message. */
  readonly holderIsThere: boolean;
  /** Needs the supervisor's password. */
  readonly bySupervisor: boolean;
  readonly counts: 'debit' | 'credit' | undefined;
  /** Kinds of open vouchers that it may refer to. */
  readonly follows: readonly PaymentKind[];
  /** What the voucher that it refers to is afterwards. */
  readonly leaves: VoucherState;
}

const words = (zh: string, en: string): Pick<TransactionRule, 'words'> => ({ words: { zh, en } });
const first = { holderIsThere: true, bySupervisor: false, follows: [], leaves: 'open' } as const;
const later = { holderIsThere: false, bySupervisor: false, counts: undefined, leaves: 'open' } as const;

export const transactionRules: Readonly<Record<PaymentKind, TransactionRule>> = {
  purchase: { ...words('消费', 'SALE'), ...first, counts: 'debit' },
  'qr-sale': { ...words('扫码消费', 'QR SALE'), ...first, counts: 'debit' },
  balance: { ...words('余额查询', 'BALANCE'), ...first, counts: undefined },
  void: {
    ...{ ...words('消费撤销', 'VOID'), ...later, bySupervisor: true, counts: 'credit' },
    ...{ follows: ['purchase', 'qr-sale'], leaves: 'voided' },
  },
  // Refers to a payment of another batch by its RRN: none of this journal is changed.
  refund: { ...words('退货', 'REFUND'), ...later, bySupervisor: true, counts: 'credit', follows: [] },
  'pre-authorization': { ...words('预授权', 'PRE-AUTH'), ...first, counts: undefined },
  'pre-authorization-void': {
    ...{ ...words('预授权撤销', 'PRE-AUTH VOID'), ...later, bySupervisor: true },
    ...{ follows: ['pre-authorization'], leaves: 'voided' },
  },
  completion: {
    ...{ ...words('预授权完成', 'COMPLETION'), ...later, counts: 'debit' },
    ...{ follows: ['pre-authorization'], leaves: 'completed' },
  },
  'completion-advice': {
    ...{ ...words('预授权完成通知', 'COMPLETION ADVICE'), ...later, counts: 'debit' },
    ...{ follows: ['pre-authorization'], leaves: 'completed' },
  },
  'completion-void': {
    ...{ ...words('预授权完成撤销', 'COMPLETION VOID'), ...later, bySupervisor: true, counts: 'credit' },
    ...{ follows: ['completion'], leaves: 'voided' },
  },
  'offline-sale': { ...words('离线消费', 'OFFLINE SALE'), ...later, counts: 'debit', follows: [] },
  // The adjusted voucher changes its amount and stays open.
  adjustment: {
    ...{ ...words('结算调整', 'ADJUSTMENT'), ...later },
    follows: ['purchase', 'qr-sale', 'offline-sale'],
  },
};

/** A completion may charge up to 115 % of its hold. */
export const COMPLETION_LIMIT_PERCENT = 115;
