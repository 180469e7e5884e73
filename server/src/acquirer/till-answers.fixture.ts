// What the till of the acquirer's tests has of the host: its keys in clear, and an answer with what was kept of it.

import type { Message } from '@tillgate/iso8583';
import type { TransactionRow } from '../store/index.js';
import type { Outcome } from './index.js';

/** What a sign-on handed to the terminal, in clear. */
export interface ClearKeys {
  readonly pin: Uint8Array;
  readonly mac: Uint8Array;
}

export interface Sent {
  readonly code: string;
  readonly message: Message;
  readonly outcome: Outcome;
  /** True when the answer's field 64 fits the keys that the request was made with. */
  readonly macFits: boolean;
  /** The row that keeps the answered request; undefined when the books could not be written. */
  readonly row: TransactionRow | undefined;
}
