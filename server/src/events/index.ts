// The events' door.

export {
  createTransactionEvents,
  type TransactionEvent,
  type TransactionEvents,
} from './transaction-events.js';
