// HMAC (FIPS 198-1, ISO/IEC 9797-2) over the hash functions of this package, with SM3 as GB/T 15852.2 has it.

import { concatBytes } from './bytes.js';
import type { HashFunction } from './merkle-damgard.js';
import { sha1 } from './sha-1.js';
import { sha256 } from './sha-256.js';
import { sm3 } from './sm3.js';

/** Of all three. */
const BLOCK_BYTES = 64;

/** 20 bytes; a key of any length. */
export function hmacSha1(key: Uint8Array, data: Uint8Array): Uint8Array {
  return hmac(sha1, key, data);
}

/** 32 bytes; a key of any length. */
export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  return hmac(sha256, key, data);
}

/** 32 bytes; a key of any length. */
export function hmacSm3(key: Uint8Array, data: Uint8Array): Uint8Array {
  return hmac(sm3, key, data);
}

function hmac(hash: HashFunction, key: Uint8Array, data: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? hash(key) : key);
  const [inner, outer] = [block.map((byte) => byte ^ 0x36), block.map((byte) => byte ^ 0x5c)];
  const mac = hash(concatBytes(outer, hash(concatBytes(inner, data))));
  for (const secret of [block, inner, outer]) secret.fill(0);
  return mac;
}
