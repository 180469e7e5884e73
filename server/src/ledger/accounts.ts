// The chart of accounts. A positive amount is a credit: what somebody is owed goes up.

export type AccountKind =
  | 'cardholder'
  | 'hold'
  | 'clearing'
  | 'receivable'
  | 'payable'
  | 'fee'
  | 'opening'
  | 'overdrawn'
  | 'suspense'
  | 'outside';

export interface Account {
  readonly accountId: string;
  readonly kind: AccountKind;
  readonly owner: string;
}

function account(kind: AccountKind, owner: string): Account {
  return { accountId: `${kind}:${owner}`, kind, owner };
}

/** The accounts by whose they are; a card is named by its number in the books, never by its PAN. */
export const accounts = {
  /** What the cardholder may spend, at the issuer. */
  cardholder: (card: string): Account => account('cardholder', card),
  /** Set aside for authorized payments, at the issuer. */
  hold: (card: string): Account => account('hold', card),
  /** What a bank owes the scheme for captured payments. */
  clearing: (issuerId: string): Account => account('clearing', issuerId),
  /** What the acquirer is still to receive from a bank; negative until it is paid. */
  receivable: (issuerId: string): Account => account('receivable', issuerId),
  /** What the acquirer owes a merchant. */
  payable: (merchantId: string): Account => account('payable', merchantId),
  /** The acquirer's income. */
  fee: (): Account => account('fee', 'acquirer'),
  /** What holders of a bank owe it beyond their balance, for the bank to collect; negative while they do. */
  overdrawn: (issuerId: string): Account => account('overdrawn', issuerId),
  /** What the acquirer has booked and a bank behind a link has not confirmed; zero while nothing is on its way. */
  suspense: (issuerId: string): Account => account('suspense', issuerId),
  /** Stands for the holder's account where that is kept by a bank elsewhere: nothing is ever posted to it. */
  outside: (card: string): Account => account('outside', card),
  /** The other side of the balances that a world begins with. */
  opening: (issuerId: string): Account => account('opening', issuerId),
};
