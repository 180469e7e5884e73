// What a cryptogram version number settles: the session key, the padding, and the form of the issuer's answer
// (Visa cryptogram versions 10, 18 and 22; UnionPay version 01 of JR/T 0025.7).

import { asciiToBytes, concatBytes } from './bytes.js';
import { CryptoFault } from './crypto-fault.js';
import { arpcMethod1, arpcMethod2, emvMac } from './emv-cryptogram.js';
import { atcDiversifier, emvSessionKey, unionPaySessionKey } from './emv-keys.js';
import type { PaddingMethod } from './mac.js';

export type CryptogramVersion = 'visa-10' | 'visa-18' | 'visa-22' | 'unionpay-01';

interface Method {
  readonly sessionKey: (uniqueKey: Uint8Array, atc: Uint8Array) => Uint8Array;
  readonly padding: PaddingMethod;
  readonly arpcMethod: 1 | 2;
}

const common = (uniqueKey: Uint8Array, atc: Uint8Array): Uint8Array =>
  emvSessionKey(uniqueKey, atcDiversifier(atc));

const METHODS: Readonly<Record<CryptogramVersion, Method>> = {
  'visa-10': { sessionKey: (uniqueKey) => new Uint8Array(uniqueKey), padding: 1, arpcMethod: 1 },
  'visa-18': { sessionKey: common, padding: 2, arpcMethod: 2 },
  'visa-22': { sessionKey: common, padding: 2, arpcMethod: 2 },
  'unionpay-01': { sessionKey: unionPaySessionKey, padding: 2, arpcMethod: 1 },
};

export const CRYPTOGRAM_VERSIONS: readonly CryptogramVersion[] = [
  'visa-10',
  'visa-18',
  'visa-22',
  'unionpay-01',
];

/** The 16 bytes under which a card of this version makes the cryptogram of one transaction. */
export function cryptogramSessionKey(
  version: CryptogramVersion,
  uniqueKey: Uint8Array,
  atc: Uint8Array,
): Uint8Array {
  return METHODS[version].sessionKey(uniqueKey, atc);
}

/**
 * The 8 bytes of tag 9F26.
 * @param data the data objects that the version names, one after the other, without padding
 * @throws CryptoFault TG_KEY_LENGTH, TG_DATA_LENGTH
 */
export function applicationCryptogram(
  version: CryptogramVersion,
  uniqueKey: Uint8Array,
  atc: Uint8Array,
  data: Uint8Array,
): Uint8Array {
  const key = cryptogramSessionKey(version, uniqueKey, atc);
  const cryptogram = emvMac(key, data, METHODS[version].padding);
  key.fill(0);
  return cryptogram;
}

/** Card status update (EMV Book 3, annex C10): the issuer approved online and resets the offline counters. */
const CSU_APPROVED = Uint8Array.of(0x00, 0x82, 0x00, 0x00);
const CSU_DECLINED = new Uint8Array(4);

/** What an issuer answers a cryptogram with. */
export interface IssuerAnswer {
  /** Application transaction counter, 2 bytes. */
  readonly atc: Uint8Array;
  readonly arqc: Uint8Array;
  /** Answer code, two characters. */
  readonly arc: string;
  /** What the issuer decided. */
  readonly approved: boolean;
  /** ARPC method, where it is not the one of the version: some cards of a common session key take method 1. */
  readonly method?: 1 | 2 | undefined;
  /** Card status update of method 2, 4 bytes, where it says more than `approved`. */
  readonly csu?: Uint8Array | undefined;
}

/**
 * The value of tag 91. Method 1: ARPC 8 bytes and answer code 2; method 2: ARPC 4 and card status update 4.
 * @throws CryptoFault TG_DATA_LENGTH, TG_KEY_LENGTH
 */
export function issuerAuthenticationData(
  version: CryptogramVersion,
  uniqueKey: Uint8Array,
  { atc, arqc, arc, approved, ...form }: IssuerAnswer,
): Uint8Array {
  if (!/^[0-9A-Z]{2}$/.test(arc)) throw new CryptoFault('TG_DATA_LENGTH');
  const key = cryptogramSessionKey(version, uniqueKey, atc);
  try {
    if ((form.method ?? METHODS[version].arpcMethod) === 1) {
      const code = asciiToBytes(arc);
      return concatBytes(arpcMethod1(key, arqc, code), code);
    }
    const csu = form.csu ?? (approved ? CSU_APPROVED : CSU_DECLINED);
    return concatBytes(arpcMethod2(key, arqc, csu, new Uint8Array()), csu);
  } finally {
    key.fill(0);
  }
}
