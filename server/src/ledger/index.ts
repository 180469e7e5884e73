// The ledger's door: the chart of accounts, what each request moves, the sets that post it, and the proof.

export { type Account, type AccountKind, accounts } from './accounts.js';
export {
  covered,
  firstMovement,
  followMovement,
  moved,
  type PaymentAmounts,
  type Step,
} from './follow-movement.js';
export { type Moved, postConfirmation, postMovement, undone } from './post-movement.js';
export { postOpening } from './post-opening.js';
export { type BooksProof, type BooksReader, type Violation, verifyBooks } from './verify-books.js';
