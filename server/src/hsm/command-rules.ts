// Which key may serve which command: one table of command x format x usage, algorithm and mode of use of the key
// block's header, default deny, so that no command can be lent a key of another trade (PCI PIN requirement 19,
// ANSI X9.143). What is not a row here is refused; docs/reference/hsm-commands.md prints it.

import { type MacAlgorithm, SM4 } from './key-role.js';

/** ISO 9564-1 formats, as far as blocks of them may cross this room's door at all. */
export type PinBlockFormat = '0' | '1' | '2' | '3' | '4';
export const PIN_BLOCK_FORMATS: readonly PinBlockFormat[] = ['0', '1', '2', '3', '4'];

/** What a key is asked to make or read: the same key may serve one form and not another. */
export type KeyFormat = PinBlockFormat | MacAlgorithm | 'visa-pvv' | 'ibm-3624' | 'sm4' | '-';

/** A place in a command where a key goes: the command's name and its field. */
export type KeySlot =
  | 'generateWorkingKeys.tmk'
  | 'verifyMac.key'
  | 'makeMac.key'
  | 'decryptTrack2.key'
  | 'translatePin.from'
  | 'translatePin.to'
  | 'translateDukptPin.from'
  | 'translateDukptPin.to'
  | 'verifyDukptMac.key'
  | 'makeDukptMac.key'
  | 'translateSm4Pin.from'
  | 'translateSm4Pin.to'
  | 'translateTdesDukptPin.bdk'
  | 'translateTdesDukptPin.to'
  | 'makeZonePinKey.zoneMaster'
  | 'importZonePinKey.zoneMaster'
  | 'verifyPin.zpk'
  | 'verifyPin.pvk'
  | 'changePin.zpk'
  | 'changePin.pvk'
  | 'setPin.key'
  | 'setPin.pvk'
  | 'matchMac.keys'
  | 'matchPinBlock.keys'
  | 'verifyArqc.imk'
  | 'makeArpc.imk'
  | 'makeCvv.cvk'
  | 'verifyCvv.cvk';

/** Usage, algorithm and mode as in a header, such as `P0/T/D`. Algorithm D is single DES: legacy terminals. */
type Use = `${string}/${string}/${string}`;

/**
 * A terminal's keys of every trade: which of them it took by mistake is the question. They answer yes or no to a
 * message that is there already, and make nothing.
 */
const KEYS_OF_TERMINALS: readonly Use[] = [
  ...(['M1/T/C', 'M1/D/C', 'M0/T/C', 'M0/D/C', 'M3/T/C', 'M6/A/C', `M6/${SM4}/C`] as const),
  ...(['P0/T/D', 'P0/D/D', `P0/${SM4}/D`, 'D0/T/D', `D0/${SM4}/D`] as const),
  ...(['K0/T/B', `K0/${SM4}/B`, 'B1/A/X'] as const),
];

/** The permitted keys of a slot by format; `-` where the command has no formats. */
export const COMMAND_RULES: Readonly<Record<KeySlot, Partial<Record<KeyFormat, readonly Use[]>>>> = {
  'generateWorkingKeys.tmk': { '-': ['K0/T/B', 'K0/T/E'], sm4: [`K0/${SM4}/B`] },
  'verifyDukptMac.key': { '-': ['B1/A/X'] },
  'makeDukptMac.key': { '-': ['B1/A/X'] },
  'translateDukptPin.from': { '-': ['B1/A/X'] },
  'translateDukptPin.to': { '-': ['P0/T/E', 'P0/T/B'] },
  'verifyMac.key': {
    'cup-ecb': ['M1/T/C', 'M1/T/V', 'M1/D/C'],
    'x9.9': ['M0/T/C', 'M0/T/V', 'M0/D/C'],
    'x9.19': ['M3/T/C', 'M3/T/V'],
    'cmac-aes': ['M6/A/C', 'M6/A/V'],
    'cmac-sm4': [`M6/${SM4}/C`],
  },
  'makeMac.key': {
    'cup-ecb': ['M1/T/C', 'M1/T/G', 'M1/D/C'],
    'x9.9': ['M0/T/C', 'M0/T/G', 'M0/D/C'],
    'x9.19': ['M3/T/C', 'M3/T/G'],
    'cmac-aes': ['M6/A/C', 'M6/A/G'],
    'cmac-sm4': [`M6/${SM4}/C`],
  },
  'decryptTrack2.key': { '-': ['D0/T/D', 'D0/T/B', `D0/${SM4}/D`] },
  'translateSm4Pin.from': { '-': [`P0/${SM4}/D`] },
  'translateSm4Pin.to': { '-': ['P0/T/E', 'P0/T/B'] },
  // Formats 1 and 2 have no rows: one is bound to no PAN, so that it could be tried against many; the other
  // belongs between reader and chip (PCI PIN requirement 3-3).
  'translatePin.from': {
    '0': ['P0/T/D', 'P0/T/B', 'P0/D/D'],
    '3': ['P0/T/D', 'P0/T/B'],
    '4': ['P0/A/D', 'P0/A/B'],
  },
  'translatePin.to': {
    '0': ['P0/T/E', 'P0/T/B'],
    '3': ['P0/T/E', 'P0/T/B'],
    '4': ['P0/A/E', 'P0/A/B'],
  },
  'translateTdesDukptPin.bdk': { '0': ['B0/T/X'], '3': ['B0/T/X'] },
  'translateTdesDukptPin.to': {
    '0': ['P0/T/E', 'P0/T/B'],
    '3': ['P0/T/E', 'P0/T/B'],
    '4': ['P0/A/E', 'P0/A/B'],
  },
  'makeZonePinKey.zoneMaster': { '-': ['K1/A/B', 'K1/A/E'] },
  'importZonePinKey.zoneMaster': { '-': ['K1/A/B', 'K1/A/D'] },
  'verifyPin.zpk': {
    '0': ['P0/T/D', 'P0/T/B'],
    '3': ['P0/T/D', 'P0/T/B'],
    '4': ['P0/A/D', 'P0/A/B'],
  },
  'verifyPin.pvk': { 'visa-pvv': ['V2/T/V', 'V2/T/C'], 'ibm-3624': ['V1/T/V', 'V1/T/C'] },
  'changePin.zpk': {
    '0': ['P0/T/D', 'P0/T/B'],
    '3': ['P0/T/D', 'P0/T/B'],
    '4': ['P0/A/D', 'P0/A/B'],
  },
  // A key that may only verify (mode V) changes no PIN: that is how a bank says that it offers none.
  'changePin.pvk': { 'visa-pvv': ['V2/T/C'], 'ibm-3624': ['V1/T/C'] },
  // K3 X: a private key for key agreement, on P-256.
  'setPin.key': { '-': ['K3/E/X'] },
  'setPin.pvk': { 'visa-pvv': ['V2/T/C'], 'ibm-3624': ['V1/T/C'] },
  'matchMac.keys': { '-': KEYS_OF_TERMINALS },
  'matchPinBlock.keys': { '-': KEYS_OF_TERMINALS },
  'verifyArqc.imk': { '-': ['E0/T/X'] },
  'makeArpc.imk': { '-': ['E0/T/X'] },
  'makeCvv.cvk': { '-': ['C0/T/C', 'C0/T/G'] },
  'verifyCvv.cvk': { '-': ['C0/T/C', 'C0/T/V'] },
};

/** @param use usage, algorithm and mode of use of the key's header, such as `P0/T/D` */
export function mayServe(slot: KeySlot, format: KeyFormat, use: string): boolean {
  return (COMMAND_RULES[slot][format] as readonly string[] | undefined)?.includes(use) ?? false;
}
