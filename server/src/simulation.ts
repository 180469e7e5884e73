// The door for the simulation: what a host is made of, for a world that brings its own time, randomness, network and
// disk. Nothing here runs in a host that takes payments.

export { hashPaymentCode } from './acquirer/index.js';
export {
  type AuditEntry,
  type AuditHead,
  type AuditLog,
  type AuditStore,
  EMPTY_CHAIN,
  openAuditLog,
} from './audit/index.js';
export { answerQuestion } from './bank/index.js';
export { type BankRecords, joinBanks, usualBankLimitMs } from './bank-links.js';
export { auditedHsm, createInProcessHsm, type Hsm, type KeyRole } from './hsm/index.js';
export type { Clock } from './kernel/clock.js';
export { Fault } from './kernel/fault.js';
export { localTimeIn } from './kernel/local-time.js';
export type { Random } from './kernel/random.js';
export { createRrnSource } from './kernel/rrn.js';
export { Timeline } from './kernel/timeline.js';
export { type ByteSocket, Connection, defaultLimits } from './link/index.js';
export { answer, type Stations, takeBack } from './payment-path.js';
export { createProfileRegistry } from './profile-registry.js';
export {
  type CardReference,
  type CardRow,
  type Changes,
  createGroupCommit,
  type Directory,
  FORWARD_WAITS_AT_MOST_MS,
  type ForwardRow,
  type GroupCommit,
  type IssuerRow,
  type LoadedRows,
  type LoadSet,
  MemoryStore,
  type MerchantRow,
  type Store,
  StoreFault,
  type TerminalRow,
} from './store/index.js';
export type { OpenLine } from './switch/index.js';
