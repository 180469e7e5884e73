// The explainer's door.

export { type Explained, explainToTill, explainTransaction } from './explain-transaction.js';
