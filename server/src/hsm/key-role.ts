// The roles of keys in this host, and what each becomes in a key block header (ANSI X9.143, tables of
// key usage, mode of use and algorithm).

export type KeyRole =
  /** Terminal master key: encrypts working keys. */
  | 'tmk'
  /** The same where terminals speak SM4. */
  | 'tmk-sm4'
  /** Initial key of a terminal whose messages each have keys of their own (ANSI X9.24-3). */
  | 'dukpt-initial'
  /** Master key of a zone: the keys exchanged with one bank travel under it, as key blocks. */
  | 'zone-master'
  /** Zone PIN key, acquirer's end: PIN blocks are encrypted for the issuer. */
  | 'zpk-out'
  /** Zone PIN key, issuer's end: PIN blocks are decrypted to be verified. */
  | 'zpk-in'
  /** Base derivation key of terminals that make a key for each transaction (TDES DUKPT). */
  | 'bdk'
  /** Issuer master key for application cryptograms: card keys are derived from it. */
  | 'imk-ac'
  /** Card verification key: CVV, iCVV, CVV2. */
  | 'cvk'
  /** PIN verification keys: they verify PINs, and make the reference of a new one when it is changed. */
  | 'pvk-visa'
  | 'pvk-ibm'
  | 'terminal-pin'
  | `terminal-mac:${MacAlgorithm}`
  | 'terminal-track'
  | 'terminal-pin-sm4'
  | 'terminal-track-sm4';

/** How field 64 is computed; a MAC key is made for one algorithm and serves no other. */
export type MacAlgorithm = 'cup-ecb' | 'x9.9' | 'x9.19' | 'cmac-aes' | 'cmac-sm4';

export const MAC_ALGORITHMS: readonly MacAlgorithm[] = ['cup-ecb', 'x9.9', 'x9.19', 'cmac-aes', 'cmac-sm4'];

interface RoleHeader {
  readonly keyUsage: string;
  readonly modeOfUse: string;
  /** `D` takes its place for a single-length key. */
  readonly algorithm: 'T' | 'A' | typeof SM4;
}

/** X9.143 has no letter for SM4 and leaves digits to whoever needs one. */
export const SM4 = '4';

/**
 * The UnionPay ECB MAC has no usage code of its own; M1 (ISO/IEC 9797-1 algorithm 1) stands for it here,
 * and no other MAC of this host uses M1: X9.9 has M0 (ISO 16609 algorithm 1).
 */
const ROLES: Readonly<Record<KeyRole, RoleHeader>> = {
  tmk: { keyUsage: 'K0', modeOfUse: 'B', algorithm: 'T' },
  'tmk-sm4': { keyUsage: 'K0', modeOfUse: 'B', algorithm: SM4 },
  'dukpt-initial': { keyUsage: 'B1', modeOfUse: 'X', algorithm: 'A' },
  'zone-master': { keyUsage: 'K1', modeOfUse: 'B', algorithm: 'A' },
  'zpk-out': { keyUsage: 'P0', modeOfUse: 'E', algorithm: 'T' },
  'zpk-in': { keyUsage: 'P0', modeOfUse: 'D', algorithm: 'T' },
  bdk: { keyUsage: 'B0', modeOfUse: 'X', algorithm: 'T' },
  cvk: { keyUsage: 'C0', modeOfUse: 'C', algorithm: 'T' },
  'imk-ac': { keyUsage: 'E0', modeOfUse: 'X', algorithm: 'T' },
  'pvk-visa': { keyUsage: 'V2', modeOfUse: 'C', algorithm: 'T' },
  'pvk-ibm': { keyUsage: 'V1', modeOfUse: 'C', algorithm: 'T' },
  'terminal-pin': { keyUsage: 'P0', modeOfUse: 'D', algorithm: 'T' },
  'terminal-mac:cup-ecb': { keyUsage: 'M1', modeOfUse: 'C', algorithm: 'T' },
  'terminal-mac:x9.9': { keyUsage: 'M0', modeOfUse: 'C', algorithm: 'T' },
  'terminal-mac:x9.19': { keyUsage: 'M3', modeOfUse: 'C', algorithm: 'T' },
  'terminal-mac:cmac-aes': { keyUsage: 'M6', modeOfUse: 'C', algorithm: 'A' },
  'terminal-mac:cmac-sm4': { keyUsage: 'M6', modeOfUse: 'C', algorithm: SM4 },
  'terminal-track': { keyUsage: 'D0', modeOfUse: 'D', algorithm: 'T' },
  'terminal-pin-sm4': { keyUsage: 'P0', modeOfUse: 'D', algorithm: SM4 },
  'terminal-track-sm4': { keyUsage: 'D0', modeOfUse: 'D', algorithm: SM4 },
};

export const KEY_ROLES: readonly KeyRole[] = Object.keys(ROLES).filter(isKeyRole);

export function isKeyRole(text: string): text is KeyRole {
  return Object.hasOwn(ROLES, text);
}

export function roleHeader(role: KeyRole): RoleHeader {
  return ROLES[role];
}
