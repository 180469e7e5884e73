// The audit's door: its writer, and the proof that nothing in it was changed.

export {
  type AuditEntry,
  type AuditedUse,
  type AuditHead,
  type AuditProof,
  AuditVerifier,
  closingLine,
  EMPTY_CHAIN,
} from './audit-chain.js';
export { type AuditLog, type AuditStore, openAuditLog } from './audit-log.js';
export { auditPage, auditStore, verifyAudit } from './audit-store.js';
