// The shape of a card as its bank sees it: a part of api.ts.

import type { Words } from '../kernel/reasons.js';

export interface BankCard {
  readonly cardId: number;
  readonly issuerName: Words;
  readonly panMasked: string;
  readonly product: 'debit' | 'credit';
  readonly status: 'active' | 'inactive' | 'frozen' | 'blocked' | 'lost' | 'stolen';
  readonly onlinePin: boolean;
  readonly pinTries: number;
  readonly isPinLocked: boolean;
  readonly policy: string;
}

/** What the routes of cards need of their room. */
export interface CardDesk {
  find(last4: string): Promise<readonly BankCard[]>;
  /** The card as it is then; undefined when there is none. The PIN itself stays as it is. */
  unlockPin(cardId: number): Promise<BankCard | undefined>;
  /** Active again, where its bank had blocked it. */
  unblock(cardId: number): Promise<BankCard | undefined>;
}
