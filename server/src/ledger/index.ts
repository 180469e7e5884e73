// The ledger's door: the chart of accounts, the sets a payment posts, and the proof of the books.

export { type Account, type AccountKind, accounts } from './accounts.js';
export { type CapturedPayment, postOpening, postPurchase, reversePurchase } from './post-payment.js';
export { type BooksProof, type BooksReader, type Violation, verifyBooks } from './verify-books.js';
