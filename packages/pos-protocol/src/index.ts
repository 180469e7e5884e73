// The door of the dialect that terminal and host share: frames, envelopes, messages, fields, answer codes.

export { annotateBody } from './annotate-body.js';
export { type AnswerClass, type AnswerCode, answerCodes, isApproval } from './answer-codes.js';
export {
  type AnswerTexts,
  type Balance,
  formatF44,
  formatF54,
  formatF59,
  formatF63,
  type Institutions,
  parseF44,
  parseF54,
  parseF59,
  parseF63,
  type TaggedText,
} from './answer-fields.js';
export {
  type ControlField,
  formatF53,
  formatF60,
  formatF61,
  type OriginalReference,
  parseF53,
  parseF60,
  parseF61,
  type SecurityControl,
} from './control-fields.js';
export { cupPos } from './cup-pos.js';
export {
  answerTpdu,
  centreRequests,
  type Envelope,
  type Header,
  type ParsedBody,
  packBody,
  packMaced,
  parseBody,
  type Tpdu,
} from './envelope.js';
export { BODY_BYTES_MAX, FrameReader, frame } from './frame.js';
export { decodeGbk, encodeGbk } from './gbk.js';
export {
  answerMti,
  kindOf,
  type MessageKind,
  type MessageKindEntry,
  messageKinds,
} from './message-kinds.js';
export {
  formatF62WorkingKeys,
  parseF62WorkingKeys,
  type TransportedWorkingKey,
  type WorkingKeys,
} from './working-keys.js';
