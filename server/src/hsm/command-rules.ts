// Which key may serve which command: usage, algorithm and mode of use of its key block header, default deny. One
// table, so that no command can be lent a key of another trade (PCI PIN requirement 19).

import { type MacAlgorithm, SM4 } from './key-role.js';

/** A place in a command where a key goes. */
export type KeySlot =
  | 'generateWorkingKeys.tmk:tdes'
  | 'generateWorkingKeys.tmk:sm4'
  | 'dukpt.initialKey'
  | 'translateSm4Pin.from'
  | `verifyMac.key:${MacAlgorithm}`
  | `makeMac.key:${MacAlgorithm}`
  | 'decryptTrack2.key'
  | 'translatePin.from'
  | 'translatePin.to'
  | 'verifyPin.zpk'
  | 'verifyPin.pvk:visa-pvv'
  | 'verifyPin.pvk:ibm-3624';

/** Usage, algorithm and mode as in a header, such as `P0/T/D`. Algorithm D is single DES: legacy terminals. */
type Use = `${string}/${string}/${string}`;

const RULES: Readonly<Record<KeySlot, readonly Use[]>> = {
  'generateWorkingKeys.tmk:tdes': ['K0/T/B', 'K0/T/E'],
  'generateWorkingKeys.tmk:sm4': [`K0/${SM4}/B`],
  'dukpt.initialKey': ['B1/A/X'],
  'translateSm4Pin.from': [`P0/${SM4}/D`],
  'verifyMac.key:cup-ecb': ['M1/T/C', 'M1/T/V', 'M1/D/C'],
  'verifyMac.key:x9.9': ['M0/T/C', 'M0/T/V', 'M0/D/C'],
  'verifyMac.key:x9.19': ['M3/T/C', 'M3/T/V'],
  'verifyMac.key:cmac-aes': ['M6/A/C', 'M6/A/V'],
  'verifyMac.key:cmac-sm4': [`M6/${SM4}/C`],
  'makeMac.key:cup-ecb': ['M1/T/C', 'M1/T/G', 'M1/D/C'],
  'makeMac.key:x9.9': ['M0/T/C', 'M0/T/G', 'M0/D/C'],
  'makeMac.key:x9.19': ['M3/T/C', 'M3/T/G'],
  'makeMac.key:cmac-aes': ['M6/A/C', 'M6/A/G'],
  'makeMac.key:cmac-sm4': [`M6/${SM4}/C`],
  'decryptTrack2.key': ['D0/T/D', 'D0/T/B', `D0/${SM4}/D`],
  'translatePin.from': ['P0/T/D', 'P0/T/B', 'P0/D/D'],
  'translatePin.to': ['P0/T/E', 'P0/T/B'],
  'verifyPin.zpk': ['P0/T/D', 'P0/T/B'],
  'verifyPin.pvk:visa-pvv': ['V2/T/V', 'V2/T/C'],
  'verifyPin.pvk:ibm-3624': ['V1/T/V', 'V1/T/C'],
};

export function mayServe(slot: KeySlot, keyUsage: string, algorithm: string, modeOfUse: string): boolean {
  return RULES[slot].includes(`${keyUsage}/${algorithm}/${modeOfUse}`);
}
