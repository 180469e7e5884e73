// The acquirer's door: from a frame body to a verified request, and from an outcome to the answer.

export { type AnswerPorts, answerRequest, proofForCard } from './answer-request.js';
export { type Asked, askUnit, concludeUnit, giveUpUnit, isAsking, UNDER_WAY } from './ask-bank.js';
export {
  expireAwaitingUnit,
  type HolderHeard,
  type HolderSays,
  holderSaysUnit,
} from './await-holder.js';
export { type CardTold, questionOf } from './bank-question.js';
export { forwardUnit, unparkUnit } from './confirm-forward.js';
export { confirmationOf } from './confirmation.js';
export { cardRequestUnit } from './decide-request.js';
export { downloadUnit } from './download.js';
export { expireHoldUnit, type OldHold } from './expire-hold.js';
export { followUnit } from './follow-payment.js';
export { identifyTerminal } from './identify-terminal.js';
export { contentOf } from './identity.js';
export { pinKeyOf } from './message-keys.js';
export { scriptResultUnit, signatureUnit, statusUnit } from './note-message.js';
export { pinChangeUnit } from './pin-change-unit.js';
export { hashPaymentCode, readCard, unknownCard } from './read-card.js';
export { readChip } from './read-chip.js';
export { type ReadPorts, readRequest, type Unanswerable } from './read-request.js';
export { record, unrecorded } from './record.js';
export { refusalUnit } from './refuse-request.js';
export {
  type Arrival,
  type BankRequest,
  type CardRequest,
  changesTerminal,
  type Decidable,
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
export { isReversible, reversalByHost, reversalUnit } from './reverse-payment.js';
export { settlementUnit } from './settle-batch.js';
export { echoUnit, makeWorkingKeys, signOffUnit, signOn } from './sign-on.js';
export { STALE } from './stale.js';
export { takeBackUnit } from './take-back.js';
export { tellsOnly } from './tell-bank.js';
export { batchUploadUnit } from './upload-batch.js';
export { refuseExpiredKeys, verifyMac } from './verify-mac.js';
