// The door of the HSM room: the only room with clear keys.

export { type AuditSink, auditedHsm } from './audited-hsm.js';
export { createCommands } from './commands.js';
export type {
  ChipCryptogram,
  Commands,
  Hsm,
  KeyBlock,
  MacMethod,
  PinCheck,
  PinReference,
  TransportedKey,
  WorkingKeyForms,
  WorkingKeys,
  WrappedKey,
} from './hsm.js';
export { createInProcessHsm, startInThreadHsm } from './in-process-hsm.js';
export type { KeyRole } from './key-role.js';
export { LmkRing } from './lmk-ring.js';
export { createLmkComponents } from './local-master-key.js';
export { type HsmOptions, startHsm } from './worker-hsm.js';
