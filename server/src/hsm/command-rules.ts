// Which key may serve which command: usage and mode of use of its key block header, default deny. One
// table, so that no command can be lent a key of another trade (PCI PIN requirement 19).

/** A place in a command where a key goes. */
export type KeySlot =
  | 'generateWorkingKeys.tmk'
  | 'verifyMac.key'
  | 'makeMac.key'
  | 'decryptTrack2.key'
  | 'translatePin.from'
  | 'translatePin.to'
  | 'verifyPin.zpk'
  | 'verifyPin.pvk:visa-pvv'
  | 'verifyPin.pvk:ibm-3624';

/** Usage and mode as in a header, such as `P0/D`. */
type UsageAndMode = `${string}/${string}`;

const RULES: Readonly<Record<KeySlot, readonly UsageAndMode[]>> = {
  'generateWorkingKeys.tmk': ['K0/B', 'K0/E'],
  'verifyMac.key': ['M1/C', 'M1/V'],
  'makeMac.key': ['M1/C', 'M1/G'],
  'decryptTrack2.key': ['D0/D', 'D0/B'],
  'translatePin.from': ['P0/D', 'P0/B'],
  'translatePin.to': ['P0/E', 'P0/B'],
  'verifyPin.zpk': ['P0/D', 'P0/B'],
  'verifyPin.pvk:visa-pvv': ['V2/V', 'V2/C'],
  'verifyPin.pvk:ibm-3624': ['V1/V', 'V1/C'],
};

export function mayServe(slot: KeySlot, keyUsage: string, modeOfUse: string): boolean {
  return RULES[slot].includes(`${keyUsage}/${modeOfUse}`);
}
