// The door of the HSM room: the only room with clear keys.

export type {
  DukptKey,
  HandedKey,
  Hsm,
  KeyBlock,
  MacMethod,
  PinCheck,
  PinReference,
  TerminalKeyRole,
  TransportedKey,
  WorkingKeyForms,
  WorkingKeys,
  WrappedKey,
} from './hsm.js';
export { createInProcessHsm } from './in-process-hsm.js';
export { agreedKey } from './key-agreement.js';
export type { KeyRole } from './key-role.js';
export { createLmkComponents } from './local-master-key.js';
export { type HsmOptions, startHsm } from './worker-hsm.js';
