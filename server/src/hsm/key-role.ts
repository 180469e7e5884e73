// The roles of keys in this host, and what each becomes in a key block header (ANSI X9.143, tables of
// key usage and mode of use). All are double-length TDES.

export type KeyRole =
  /** Terminal master key: encrypts working keys. */
  | 'tmk'
  /** Zone PIN key, acquirer's end: PIN blocks are encrypted for the issuer. */
  | 'zpk-out'
  /** Zone PIN key, issuer's end: PIN blocks are decrypted to be verified. */
  | 'zpk-in'
  | 'pvk-visa'
  | 'pvk-ibm'
  | 'terminal-pin'
  | 'terminal-mac'
  | 'terminal-track';

interface RoleHeader {
  readonly keyUsage: string;
  readonly modeOfUse: string;
}

/**
 * The UnionPay ECB MAC has no usage code of its own; M1 (ISO/IEC 9797-1 algorithm 1) stands for it here,
 * and no other MAC of this host uses M1.
 */
const ROLES: Readonly<Record<KeyRole, RoleHeader>> = {
  tmk: { keyUsage: 'K0', modeOfUse: 'B' },
  'zpk-out': { keyUsage: 'P0', modeOfUse: 'E' },
  'zpk-in': { keyUsage: 'P0', modeOfUse: 'D' },
  'pvk-visa': { keyUsage: 'V2', modeOfUse: 'V' },
  'pvk-ibm': { keyUsage: 'V1', modeOfUse: 'V' },
  'terminal-pin': { keyUsage: 'P0', modeOfUse: 'D' },
  'terminal-mac': { keyUsage: 'M1', modeOfUse: 'C' },
  'terminal-track': { keyUsage: 'D0', modeOfUse: 'D' },
};

export const KEY_ROLES: readonly KeyRole[] = Object.keys(ROLES).filter(isKeyRole);

export function isKeyRole(text: string): text is KeyRole {
  return Object.hasOwn(ROLES, text);
}

export function roleHeader(role: KeyRole): RoleHeader {
  return ROLES[role];
}
