// The acquirer's door: from a frame body to a verified request, and from an outcome to the answer.

export { type AnswerPorts, answerRequest } from './answer-request.js';
export { cardRequestUnit } from './decide-request.js';
export { downloadUnit } from './download.js';
export { followUnit } from './follow-payment.js';
export { identifyTerminal } from './identify-terminal.js';
export { pinKeyOf } from './message-keys.js';
export { scriptResultUnit, signatureUnit, statusUnit } from './note-message.js';
export { hashPaymentCode, readCard } from './read-card.js';
export { readChip } from './read-chip.js';
export { type ReadPorts, readRequest, type Unanswerable } from './read-request.js';
export { unrecorded } from './record.js';
export { refusalUnit } from './refuse-request.js';
export {
  type Arrival,
  type CardRequest,
  changesTerminal,
  type Identified,
  isRefusal,
  type Outcome,
  type Refusal,
  type Request,
  type RoutedRequest,
  refuse,
  restsOnTerminal,
  type Verified,
} from './request.js';
export { reversalUnit } from './reverse-payment.js';
export { settlementUnit } from './settle-batch.js';
export { echoUnit, signOffUnit, signOn } from './sign-on.js';
export { STALE } from './stale.js';
export { batchUploadUnit } from './upload-batch.js';
export { refuseExpiredKeys, verifyMac } from './verify-mac.js';
