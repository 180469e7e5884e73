// The cardholder's door: the desk behind the phone page, and how messages leave for phones.

export { startExpiry } from './expire-awaiting.js';
export {
  type MessageGateway,
  noGateway,
  outboxGateway,
  readOutbox,
  webhookGateway,
} from './message-gateway.js';
export { createPhoneDesk } from './phone-desk.js';
