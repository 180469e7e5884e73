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
  type BatchDetail,
  type CardClass,
  DETAILS_PER_MESSAGE,
  formatF48Details,
  formatF48ItemCount,
  formatF48Tip,
  parseF48Details,
  parseF48ItemCount,
  parseF48Tip,
} from './batch-details.js';
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
export { type Device, type DeviceStatus, formatF62Status, parseF62Status } from './device-status.js';
export {
  type CaPublicKey,
  type ChipApplication,
  type DownloadPart,
  type DownloadProgress,
  formatAids,
  formatCaPublicKey,
  formatChipApplication,
  formatF62Part,
  formatF62Query,
  formatKeyNames,
  type PublicKeyName,
  parseAids,
  parseCaPublicKey,
  parseChipApplication,
  parseF62Part,
  parseF62Query,
  parseKeyNames,
} from './download-parts.js';
export {
  answerTpdu,
  type BodyLayout,
  bodyLayoutOf,
  centreRequests,
  type Envelope,
  type Header,
  type ParsedBody,
  packBody,
  packMaced,
  parseBody,
  type Tpdu,
} from './envelope.js';
export {
  type AmountRule,
  COMPLETION_PERCENT_MAX,
  type Follower,
  type FollowRule,
  followRules,
  isFollower,
  type NamedBy,
  TIP_PERCENT_MAX,
} from './follow-rules.js';
export { BODY_BYTES_MAX, FrameReader, frame } from './frame.js';
export { decodeGbk, encodeGbk } from './gbk.js';
export { formatKsn, type KeySerialNumber, KSN_BYTES, parseF62Ksn } from './key-serial-number.js';
export {
  answerMti,
  kindOf,
  type MessageKind,
  type MessageKindEntry,
  messageKinds,
} from './message-kinds.js';
export { formatF62OwnKey, parseF62OwnKey } from './own-key-name.js';
export {
  formatF59PaymentTimes,
  formatPaymentTimes,
  type PaymentTimes,
  parseF59PaymentTimes,
  parsePaymentTimes,
  TOLD_PAYMENTS_MAX,
} from './payment-times.js';
export {
  type KeyScheme,
  type MacMethod,
  macMethodOf,
  type Profile,
  type ProfileSetting,
  profileSettings,
  type SettingName,
} from './profile.js';
export { type ProfileProblem, type ProfileReading, readProfile } from './read-profile.js';
export { formatF59SelfReport, type MacTrip, parseF59SelfReport, type SelfReport } from './self-report.js';
export {
  type ClassTotals,
  type Comparison,
  type CountedAmount,
  formatF48Totals,
  noTotals,
  parseF48Totals,
  type SettlementComparison,
  type SettlementTotals,
} from './settlement-totals.js';
export { shippedProfiles, standardProfile } from './shipped-profiles.js';
export {
  formatF55Slip,
  parseF55Slip,
  SIGNATURE_BYTES_MAX,
  type SignedSlip,
  type SlipPart,
} from './signed-slip.js';
export {
  formatF62Parameters,
  type ParameterName,
  parseF62Parameters,
  type TerminalParameters,
} from './terminal-parameters.js';
export {
  formatF62WorkingKeys,
  parseF62WorkingKeys,
  type TransportedWorkingKey,
  type WorkingKeys,
} from './working-keys.js';
