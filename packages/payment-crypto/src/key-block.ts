// Wrapping and unwrapping keys in key blocks (ANSI X9.143). A key leaves `unwrapKeyBlock` only after its
// block proved authentic; version D is the one to write, the others are read and written for transport.

import { asciiToBytes, bytesToHex, equalConstantTime, hexToBytes } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import {
  formatKeyBlockHeader,
  type KeyBlockHeader,
  type ParsedHeader,
  parseKeyBlockHeader,
  protectionBlockBytes,
} from './key-block-header.js';
import { keyBlockProtection } from './key-block-protection.js';

export interface UnwrappedKeyBlock {
  readonly header: ParsedHeader;
  /** Clear; the caller wipes it. */
  readonly key: Uint8Array;
}

/** Bytes of padding that fill the key data of a `keyBytes` key to whole blocks. */
export function keyBlockPaddingBytes(version: KeyBlockHeader['version'], keyBytes: number): number {
  const block = protectionBlockBytes(version);
  return (block - ((2 + keyBytes) % block)) % block;
}

/**
 * A key block as ASCII text.
 * @param kbpk key block protection key: 16 or 24 bytes TDES, for version D 16, 24 or 32 bytes AES
 * @param padding random bytes, `keyBlockPaddingBytes` or whole blocks more to hide the key's length
 * @throws CryptoFault TG_KEY_LENGTH, TG_DATA_LENGTH, TG_KEY_BLOCK
 */
export function wrapKeyBlock(
  kbpk: Uint8Array,
  header: KeyBlockHeader,
  key: Uint8Array,
  padding: Uint8Array,
): string {
  if (key.length === 0 || key.length > 0x1fff) throw new CryptoFault('TG_KEY_LENGTH');
  const keyData = new Uint8Array(2 + key.length + padding.length);
  if (keyData.length % protectionBlockBytes(header.version) !== 0) throw new CryptoFault('TG_DATA_LENGTH');
  keyData[0] = key.length >>> 5;
  keyData[1] = key.length << 3;
  keyData.set(key, 2);
  keyData.set(padding, 2 + key.length);
  const protection = keyBlockProtection(header.version, kbpk);
  try {
    const text = formatKeyBlockHeader(header, 2 * (keyData.length + protection.macBytes));
    const headerBytes = asciiToBytes(text);
    if (protection.macCovers === 'clear') {
      const mac = protection.mac(headerBytes, keyData);
      return text + bytesToHex(protection.encrypt(headerBytes, mac, keyData)) + bytesToHex(mac);
    }
    const encrypted = protection.encrypt(headerBytes, new Uint8Array(), keyData);
    return text + bytesToHex(encrypted) + bytesToHex(protection.mac(headerBytes, encrypted));
  } finally {
    keyData.fill(0);
    protection.destroy();
  }
}

/**
 * Header and clear key of a key block.
 * @throws CryptoFault TG_KEY_BLOCK (form), TG_KEY_BLOCK_MAC (not authentic), TG_KEY_LENGTH (kbpk)
 */
export function unwrapKeyBlock(kbpk: Uint8Array, keyBlock: string): UnwrappedKeyBlock {
  const header = parseKeyBlockHeader(keyBlock);
  const block = protectionBlockBytes(header.version);
  const protection = keyBlockProtection(header.version, kbpk);
  try {
    const body = encryptedPart(keyBlock, header, block, protection.macBytes);
    const headerBytes = asciiToBytes(keyBlock.slice(0, header.headerLength));
    const encrypted = body.subarray(0, body.length - protection.macBytes);
    const mac = body.subarray(encrypted.length);
    if (protection.macCovers === 'encrypted') {
      authenticate(protection.mac(headerBytes, encrypted), mac);
      return { header, key: keyOf(protection.decrypt(headerBytes, mac, encrypted)) };
    }
    const keyData = protection.decrypt(headerBytes, mac, encrypted);
    try {
      authenticate(protection.mac(headerBytes, keyData), mac);
      return { header, key: keyOf(keyData) };
    } finally {
      keyData.fill(0);
    }
  } finally {
    protection.destroy();
  }
}

/** Encrypted key data and MAC, once every length in the block agrees with the others. */
function encryptedPart(keyBlock: string, header: ParsedHeader, block: number, macBytes: number): Uint8Array {
  const wholeBlocks = keyBlock.length % block === 0 && header.headerLength % block === 0;
  if (header.statedLength !== keyBlock.length || !wholeBlocks) throw new CryptoFault('TG_KEY_BLOCK');
  const body = keyBlock.slice(header.headerLength);
  if (!/^[0-9A-F]+$/.test(body) || body.length % 2 !== 0) throw new CryptoFault('TG_KEY_BLOCK');
  const bytes = hexToBytes(body);
  const keyDataBytes = bytes.length - macBytes;
  if (keyDataBytes < block || keyDataBytes % block !== 0) throw new CryptoFault('TG_KEY_BLOCK');
  return bytes;
}

function authenticate(computed: Uint8Array, stated: Uint8Array): void {
  if (!equalConstantTime(computed, stated)) throw new CryptoFault('TG_KEY_BLOCK_MAC');
}

/** The key inside decrypted key data: two bytes of bit length, key, padding. */
function keyOf(keyData: Uint8Array): Uint8Array {
  const bits = (keyData[0]! << 8) | keyData[1]!;
  const bytes = bits >>> 3;
  if (bits === 0 || bits % 8 !== 0 || bytes > keyData.length - 2) throw new CryptoFault('TG_KEY_BLOCK');
  return keyData.slice(2, 2 + bytes);
}
