// The switch's door: which bank a card belongs to, the PIN on its way there, and banks behind links.

export { type BankDesk, createBankDesk } from './bank-desk.js';
export {
  type BankReply,
  readBankMessage,
  readQuestion,
  writeReply,
} from './bank-dialect.js';
export type { Line, LineEvents, OpenLine } from './bank-link.js';
export type { BankAnswer, BankQuestion, Voucher } from './bank-question.js';
export { issuerOf, type PinKey, translatePin } from './route-payment.js';
export { type Forwarding, startForwarding, type Tried } from './store-and-forward.js';
