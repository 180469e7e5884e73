// Derived unique key per transaction for AES (ANSI X9.24-3:2017): every key comes from its parent by
// encrypting data that names its use, its algorithm and the counter.

import { createAes } from './aes.js';
import { CryptoFault } from './crypto-fault.js';
import { dukptSteps, isDukptCounter } from './dukpt-counter.js';

const KSN_BYTES = 12;
const INITIAL_KEY_ID_BYTES = 8;
export const AES_DUKPT_COUNTER_BITS = 32;
export const AES_DUKPT_ONES_MAX = 16;

export type AesDukptUsage =
  | 'kek'
  | 'pin'
  | 'mac-generate'
  | 'mac-verify'
  | 'mac-both'
  | 'data-encrypt'
  | 'data-decrypt'
  | 'data-both';
export type AesDukptAlgorithm =
  | 'TDES2'
  | 'TDES3'
  | 'AES128'
  | 'AES192'
  | 'AES256'
  | 'HMAC128'
  | 'HMAC192'
  | 'HMAC256';

/** Key usage indicators (X9.24-3, 6.3.2). */
const USAGES: Readonly<Record<AesDukptUsage, number>> = {
  kek: 0x0002,
  pin: 0x1000,
  'mac-generate': 0x2000,
  'mac-verify': 0x2001,
  'mac-both': 0x2002,
  'data-encrypt': 0x3000,
  'data-decrypt': 0x3001,
  'data-both': 0x3002,
};
const DERIVATION = 0x8000;
const INITIAL_DERIVATION = 0x8001;

interface DerivedAlgorithm {
  readonly indicator: number;
  readonly keyBytes: number;
  readonly strengthBits: number;
}

/** Algorithm indicators (X9.24-3, 6.3.2), with the strength in bits of NIST SP 800-57 part 1. */
const ALGORITHMS: Readonly<Record<AesDukptAlgorithm, DerivedAlgorithm>> = {
  TDES2: { indicator: 0, keyBytes: 16, strengthBits: 80 },
  TDES3: { indicator: 1, keyBytes: 24, strengthBits: 112 },
  AES128: { indicator: 2, keyBytes: 16, strengthBits: 128 },
  AES192: { indicator: 3, keyBytes: 24, strengthBits: 192 },
  AES256: { indicator: 4, keyBytes: 32, strengthBits: 256 },
  HMAC128: { indicator: 5, keyBytes: 16, strengthBits: 128 },
  HMAC192: { indicator: 5, keyBytes: 24, strengthBits: 192 },
  HMAC256: { indicator: 5, keyBytes: 32, strengthBits: 256 },
};

/**
 * The initial key of a terminal, as long as the BDK.
 * @param bdk 16, 24 or 32 bytes; @param initialKeyId 8 bytes
 * @throws CryptoFault TG_KEY_LENGTH, TG_KSN
 */
export function aesDukptInitialKey(bdk: Uint8Array, initialKeyId: Uint8Array): Uint8Array {
  if (initialKeyId.length !== INITIAL_KEY_ID_BYTES) throw new CryptoFault('TG_KSN');
  return derive(bdk, INITIAL_DERIVATION, derivationAlgorithm(bdk), initialKeyId);
}

/**
 * The derivation key of one transaction, from which its working keys come.
 * @param initialKey 16, 24 or 32 bytes; @param ksn initial key id 8, counter 4
 * @throws CryptoFault TG_KEY_LENGTH, TG_KSN, TG_KSN_COUNTER
 */
export function aesDukptDerivationKey(initialKey: Uint8Array, ksn: Uint8Array): Uint8Array {
  const counter = counterOf(ksn);
  const algorithm = derivationAlgorithm(initialKey);
  let key: Uint8Array = new Uint8Array(initialKey);
  let reached = 0;
  for (const step of dukptSteps(counter, AES_DUKPT_COUNTER_BITS)) {
    reached += step;
    const next = derive(key, DERIVATION, algorithm, context(ksn, reached));
    key.fill(0);
    key = next;
  }
  return key;
}

/**
 * A working key of one transaction.
 * @throws CryptoFault TG_KEY_STRENGTH when it would be stronger than the derivation key; TG_KSN,
 * TG_KSN_COUNTER
 */
export function aesDukptWorkingKey(
  derivationKey: Uint8Array,
  ksn: Uint8Array,
  usage: AesDukptUsage,
  algorithm: AesDukptAlgorithm,
): Uint8Array {
  const strength = ALGORITHMS[algorithm].strengthBits;
  if (strength > ALGORITHMS[derivationAlgorithm(derivationKey)].strengthBits) {
    throw new CryptoFault('TG_KEY_STRENGTH');
  }
  return derive(derivationKey, USAGES[usage], algorithm, context(ksn, counterOf(ksn)));
}

export function isAesDukptUsage(text: string): text is AesDukptUsage {
  return Object.hasOwn(USAGES, text);
}

export function isAesDukptAlgorithm(text: string): text is AesDukptAlgorithm {
  return Object.hasOwn(ALGORITHMS, text);
}

/** Derivation data (X9.24-3, 6.3.2): version 1, block counter, usage, algorithm, bit length, context. */
function derive(
  parent: Uint8Array,
  usage: number,
  algorithm: AesDukptAlgorithm,
  contextBytes: Uint8Array,
): Uint8Array {
  const { indicator, keyBytes } = ALGORITHMS[algorithm];
  const cipher = createAes(parent);
  const key = new Uint8Array(32);
  for (let at = 0, block = 1; at < keyBytes; at += 16, block++) {
    const bits = 8 * keyBytes;
    key.set([1, block, usage >>> 8, usage & 255, 0, indicator, bits >>> 8, bits & 255], at);
    key.set(contextBytes, at + 8);
    cipher.encryptBlock(key, at, key, at);
  }
  cipher.destroy();
  const derived = key.slice(0, keyBytes);
  key.fill(0);
  return derived;
}

/** The last four bytes of the initial key id, then the counter. */
function context(ksn: Uint8Array, counter: number): Uint8Array {
  const bytes = ksn.slice(4);
  new DataView(bytes.buffer).setUint32(4, counter);
  return bytes;
}

function counterOf(ksn: Uint8Array): number {
  if (ksn.length !== KSN_BYTES) throw new CryptoFault('TG_KSN');
  const counter = new DataView(ksn.buffer, ksn.byteOffset).getUint32(8);
  if (!isDukptCounter(counter, AES_DUKPT_ONES_MAX)) throw new CryptoFault('TG_KSN_COUNTER');
  return counter;
}

function derivationAlgorithm(key: Uint8Array): AesDukptAlgorithm {
  if (key.length === 16) return 'AES128';
  if (key.length === 24) return 'AES192';
  if (key.length === 32) return 'AES256';
  throw new CryptoFault('TG_KEY_LENGTH');
}
