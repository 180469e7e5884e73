// How the four versions of a key block protect their key: which keys come from the protection key, what
// the MAC covers and what starts the CBC chain (ANSI X9.143; versions A and C are TR-31 of 2005 and 2010).

import { createAes } from './aes.js';
import { type BlockCipher, decryptCbc, encryptCbc } from './block-cipher.js';
import { concatBytes } from './bytes.js';
import { cmac } from './cmac.js';
import { CryptoFault } from './crypto-fault.js';
import { createTdes } from './des.js';
import type { KeyBlockVersion } from './key-block-header.js';
import { macAlgorithm1 } from './mac.js';

export interface KeyBlockProtection {
  readonly macBytes: number;
  /** MAC over the header and, by version, the clear key data (B, D) or the encrypted (A, C). */
  readonly macCovers: 'clear' | 'encrypted';
  mac(header: Uint8Array, keyData: Uint8Array): Uint8Array;
  encrypt(header: Uint8Array, mac: Uint8Array, keyData: Uint8Array): Uint8Array;
  decrypt(header: Uint8Array, mac: Uint8Array, keyData: Uint8Array): Uint8Array;
  /** Wipes the schedules of both derived keys. */
  destroy(): void;
}

/** @throws CryptoFault TG_KEY_LENGTH when the protection key does not fit the version */
export function keyBlockProtection(version: KeyBlockVersion, kbpk: Uint8Array): KeyBlockProtection {
  const lengths = version === 'D' ? [16, 24, 32] : [16, 24];
  if (!lengths.includes(kbpk.length)) throw new CryptoFault('TG_KEY_LENGTH');
  return version === 'A' || version === 'C' ? variantProtection(kbpk) : derivedProtection(version, kbpk);
}

/** A and C: encryption key = KBPK XOR 45.., MAC key = KBPK XOR 4D.., 4-byte MAC over the encrypted data. */
function variantProtection(kbpk: Uint8Array): KeyBlockProtection {
  const encryption = cipherOf(
    createTdes,
    kbpk.map((byte) => byte ^ 0x45),
  );
  const authentication = cipherOf(
    createTdes,
    kbpk.map((byte) => byte ^ 0x4d),
  );
  const macBytes = 4;
  return {
    macBytes,
    macCovers: 'encrypted',
    mac: (header, keyData) =>
      macAlgorithm1(authentication, concatBytes(header, keyData), 1).slice(0, macBytes),
    encrypt: (header, _mac, keyData) => encryptCbc(encryption, header.subarray(0, 8), keyData),
    decrypt: (header, _mac, keyData) => decryptCbc(encryption, header.subarray(0, 8), keyData),
    destroy: () => {
      encryption.destroy();
      authentication.destroy();
    },
  };
}

/** B and D: both keys derived by CMAC, full CMAC over the clear data, which also starts the chain. */
function derivedProtection(version: 'B' | 'D', kbpk: Uint8Array): KeyBlockProtection {
  const create = version === 'D' ? createAes : createTdes;
  const encryption = cipherOf(create, deriveKey(create, kbpk, version, 0));
  const authentication = cipherOf(create, deriveKey(create, kbpk, version, 1));
  return {
    macBytes: encryption.blockBytes,
    macCovers: 'clear',
    mac: (header, keyData) => {
      const covered = concatBytes(header, keyData);
      const mac = cmac(authentication, covered);
      covered.fill(0);
      return mac;
    },
    encrypt: (_header, mac, keyData) => encryptCbc(encryption, mac, keyData),
    decrypt: (_header, mac, keyData) => decryptCbc(encryption, mac, keyData),
    destroy: () => {
      encryption.destroy();
      authentication.destroy();
    },
  };
}

/** SP 800-108 in counter mode over CMAC: counter, usage (0 encryption, 1 MAC), 0, algorithm, bit length. */
function deriveKey(
  create: (key: Uint8Array) => BlockCipher,
  kbpk: Uint8Array,
  version: 'B' | 'D',
  usage: 0 | 1,
): Uint8Array {
  const algorithm = version === 'D' ? kbpk.length / 8 : kbpk.length / 8 - 2;
  const bits = kbpk.length * 8;
  const cipher = create(kbpk);
  const derived = new Uint8Array(kbpk.length);
  for (let at = 0, counter = 1; at < derived.length; at += cipher.blockBytes, counter++) {
    const input = Uint8Array.of(counter, 0, usage, 0, 0, algorithm, bits >>> 8, bits & 255);
    derived.set(cmac(cipher, input).subarray(0, derived.length - at), at);
  }
  cipher.destroy();
  return derived;
}

/** A cipher that keeps only its schedule: the key it was made from is wiped. */
function cipherOf(create: (key: Uint8Array) => BlockCipher, key: Uint8Array): BlockCipher {
  const cipher = create(key);
  key.fill(0);
  return cipher;
}
