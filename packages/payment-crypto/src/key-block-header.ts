// The header of a key block (ANSI X9.143, ASC X9 TR-31): what the key may be used for, in clear and
// authenticated together with the key. Sixteen characters and then optional blocks.

import { CryptoFault } from './crypto-fault.js';

/** A and C protect by key variants, B and D by derived keys; A to C under TDES, D under AES. */
export type KeyBlockVersion = 'A' | 'B' | 'C' | 'D';

export interface OptionalBlock {
  /** Two characters, such as KS (key set identifier), LB (label), TS (time of creation). */
  readonly id: string;
  /** Printable ASCII. */
  readonly data: string;
}

export interface KeyBlockHeader {
  readonly version: KeyBlockVersion;
  /** Two characters, such as P0 (PIN encryption key) or K0 (key encryption key). */
  readonly keyUsage: string;
  /** T TDES, A AES, D DES, R RSA ... */
  readonly algorithm: string;
  /** E, D, B, G, V, C, X, N ... */
  readonly modeOfUse: string;
  /** Two characters, 00 when not used. */
  readonly keyVersion: string;
  /** E, N or S. */
  readonly exportability: string;
  /** Without the padding block PB, which is added when a header is written and dropped when read. */
  readonly optionalBlocks: readonly OptionalBlock[];
}

/** A header read from a block, with what its text says about lengths. */
export interface ParsedHeader extends KeyBlockHeader {
  /** The length of the whole block that the header states. */
  readonly statedLength: number;
  /** The number of optional blocks that the header states, PB included. */
  readonly statedOptionalBlocks: number;
  /** Characters up to the encrypted key. */
  readonly headerLength: number;
}

const FIXED_PART =
  /^([ABCD])([0-9]{4})([A-Z0-9]{2})([A-Z0-9])([A-Z0-9])([A-Za-z0-9]{2})([ENS])([0-9]{2})([ -~]{2})/;
const FIXED_LENGTH = 16;
const LONGEST_SHORT_BLOCK = 255;

/** Encryption block of the version: the length that a header must be a multiple of. */
export function protectionBlockBytes(version: KeyBlockVersion): number {
  return version === 'D' ? 16 : 8;
}

/** @throws CryptoFault TG_KEY_BLOCK */
export function parseKeyBlockHeader(text: string): ParsedHeader {
  const fixed = FIXED_PART.exec(text);
  if (!fixed) throw new CryptoFault('TG_KEY_BLOCK');
  const statedOptionalBlocks = Number(fixed[8]);
  const optionalBlocks: OptionalBlock[] = [];
  let at = FIXED_LENGTH;
  for (let count = 0; count < statedOptionalBlocks; count++) {
    const { dataAt, end } = optionalBlockBounds(text, at);
    const block = { id: text.slice(at, at + 2), data: text.slice(dataAt, end) };
    if (!/^[ -~]*$/.test(block.data)) throw new CryptoFault('TG_KEY_BLOCK');
    if (block.id !== 'PB') optionalBlocks.push(block);
    at = end;
  }
  return {
    version: fixed[1] as KeyBlockVersion,
    statedLength: Number(fixed[2]),
    keyUsage: fixed[3]!,
    algorithm: fixed[4]!,
    modeOfUse: fixed[5]!,
    keyVersion: fixed[6]!,
    exportability: fixed[7]!,
    statedOptionalBlocks,
    optionalBlocks,
    headerLength: at,
  };
}

/**
 * The header's text, with a padding block where the length asks for one.
 * @param bodyLength characters that follow the header: encrypted key and MAC
 * @throws CryptoFault TG_KEY_BLOCK when a part does not have its form or the block would be too long
 */
export function formatKeyBlockHeader(header: KeyBlockHeader, bodyLength: number): string {
  const blocks = header.optionalBlocks.map(formatOptionalBlock);
  const multiple = protectionBlockBytes(header.version);
  const excess = (FIXED_LENGTH + blocks.join('').length) % multiple;
  if (excess > 0) {
    // PB needs four characters of its own: where they do not fit, it fills the block after.
    const padding = multiple - excess;
    blocks.push(formatOptionalBlock({ id: 'PB', data: '0'.repeat((padding + multiple - 4) % multiple) }));
  }
  const optional = blocks.join('');
  const length = FIXED_LENGTH + optional.length + bodyLength;
  const count = String(blocks.length).padStart(2, '0');
  const { version, keyUsage, algorithm, modeOfUse, keyVersion, exportability } = header;
  const use = keyUsage + algorithm + modeOfUse + keyVersion + exportability;
  const text = `${version}${String(length).padStart(4, '0')}${use}${count}00${optional}`;
  if (length > 9999 || parseKeyBlockHeader(text).headerLength !== text.length) {
    throw new CryptoFault('TG_KEY_BLOCK');
  }
  return text;
}

/** X9.143 writes a long block as 00, the digits of its length (04), and the length in hexadecimal. */
function formatOptionalBlock(block: OptionalBlock): string {
  const short = block.data.length + 4;
  if (short <= LONGEST_SHORT_BLOCK) return block.id + hexNumber(short, 2) + block.data;
  return `${block.id}0004${hexNumber(block.data.length + 10, 4)}${block.data}`;
}

function optionalBlockBounds(text: string, at: number): { dataAt: number; end: number } {
  if (!/^[A-Z0-9]{2}$/.test(text.slice(at, at + 2))) throw new CryptoFault('TG_KEY_BLOCK');
  let dataAt = at + 4;
  let length = parseHexNumber(text.slice(at + 2, at + 4), 2);
  if (length === 0) {
    // The length of a long length is 04, counted in characters; some writers count bytes and say 02.
    const digits = text.slice(at + 4, at + 6);
    if (digits !== '04' && digits !== '02') throw new CryptoFault('TG_KEY_BLOCK');
    length = parseHexNumber(text.slice(at + 6, at + 10), 4);
    dataAt = at + 10;
  }
  const end = at + length;
  if (end < dataAt || end > text.length) throw new CryptoFault('TG_KEY_BLOCK');
  return { dataAt, end };
}

function hexNumber(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

function parseHexNumber(text: string, digits: number): number {
  if (text.length !== digits || !/^[0-9A-F]+$/.test(text)) throw new CryptoFault('TG_KEY_BLOCK');
  return Number.parseInt(text, 16);
}
