// The door of the HSM room: the only room with clear keys.

export { type AuditSink, auditedHsm } from './audited-hsm.js';
export type { ChipCryptogram } from './card-shapes.js';
export { createCommands } from './commands.js';
export type {
  Commands,
  ComponentKeyRole,
  DukptKey,
  HandedKey,
  Hsm,
  KeyBlock,
  MacMethod,
  PinCheck,
  PinEntryKey,
  PinReference,
  TerminalKeyRole,
  TransportedKey,
  WorkingKeyForms,
  WorkingKeys,
  WrappedKey,
  ZoneKey,
} from './hsm.js';
export { createHsmSession } from './hsm-session.js';
export { createInProcessHsm, startInThreadHsm } from './in-process-hsm.js';
export { agreedKey } from './key-agreement.js';
export type { KeyRole } from './key-role.js';
export { LMK_CEREMONY } from './lmk-commands.js';
export { LmkRing } from './lmk-ring.js';
export { createLmkComponents } from './local-master-key.js';
export { openRoom } from './open-room.js';
export type { PinChange } from './pin-change.js';
export { startRemoteHsm } from './remote-hsm.js';
export { sealComponent } from './sealed-component.js';
export type {
  KeySupposition,
  MacMatch,
  MacSupposition,
  PinBlockMatch,
  PinSupposition,
  SupposedFormat,
  TakenKey,
} from './supposition.js';
export { type HsmOptions, startHsm } from './worker-hsm.js';
