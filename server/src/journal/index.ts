// The journal's door: the reading side of the transactions, for the console and the command line.

export { listInDoubt } from './in-doubt.js';
export { keepTrace } from './keep-trace.js';
export {
  type ListQuery,
  listTransactions,
  type SummaryRow,
  summaryOf,
} from './list-transactions.js';
export { listSettlements, showSettlement } from './settlements.js';
export { findReason, findTimes, keptMicros, showTransaction } from './show-transaction.js';
export { placed } from './time-parts.js';
export { type ToldTimes, toldTimes } from './told-times.js';
