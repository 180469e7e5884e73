// The explainer's door.

export { type Explained, explainTransaction } from './explain-transaction.js';
