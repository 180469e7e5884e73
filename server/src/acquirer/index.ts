// The acquirer's door: from a frame body to a verified request, and from an outcome to the answer.

export { type AnswerPorts, answerRequest } from './answer-request.js';
export { cardRequestUnit, STALE } from './decide-request.js';
export { identifyTerminal } from './identify-terminal.js';
export { readCard } from './read-card.js';
export { readRequest, type Unanswerable } from './read-request.js';
export { record, unrecorded } from './record.js';
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
export { echoUnit, signOffUnit, signOn } from './sign-on.js';
export { verifyMac } from './verify-mac.js';
