// The application cryptogram in field 55: which version it is, and the bytes that it was made over. Visa
// (IAD formats 0, 1 and 2) and UnionPay (JR/T 0025) name the version in the issuer application data.

import type { CryptogramVersion } from '@tillgate/payment-crypto';
import { concat, findTlv, hex, readTlv, type Tlv } from './tlv.js';

export interface Cryptogram {
  /** Undefined for a version that is not in the table. */
  readonly version: CryptogramVersion | undefined;
  /** 8 bytes of 9F26. */
  readonly cryptogram: Uint8Array;
  /** 2 bytes of 9F36. */
  readonly atc: Uint8Array;
  /** What the cryptogram was made over, without padding. */
  readonly data: Uint8Array;
  /** 9F02, twelve digits. */
  readonly amount: string;
  /** 5F2A, such as `0156`. */
  readonly currency: string;
  /** 9A, YYMMDD. */
  readonly date: string;
}

/** The data objects of both specifications with their lengths, in the order in which they enter. */
const DATA_OBJECTS: ReadonlyArray<readonly [tag: string, lengthBytes: number]> = [
  ['9F02', 6],
  ['9F03', 6],
  ['9F1A', 2],
  ['95', 5],
  ['5F2A', 2],
  ['9A', 3],
  ['9C', 1],
  ['9F37', 4],
  ['82', 2],
  ['9F36', 2],
];

/** Length of the card verification results in formats 0, 1 and UnionPay's: its own length byte and three more. */
const CVR_BYTES = 4;
const CVR_AT = 3;

/**
 * The cryptogram of a request. Undefined when field 55 holds none; the tag that is missing or of a wrong length
 * when it cannot be checked.
 */
export function readCryptogram(chipData: Uint8Array): Cryptogram | { readonly missing: string } | undefined {
  const { items, problems } = readTlv(chipData);
  const cryptogram = findTlv(items, '9F26')?.value;
  if (cryptogram === undefined) return undefined;
  if (problems.length > 0 || cryptogram.length !== 8) return { missing: '9F26' };
  const wrong = DATA_OBJECTS.find(([tag, length]) => findTlv(items, tag)?.value.length !== length);
  if (wrong !== undefined) return { missing: wrong[0] };
  const issuerData = findTlv(items, '9F10')?.value;
  if (issuerData === undefined || issuerData.length < CVR_AT + CVR_BYTES) return { missing: '9F10' };
  const version = versionOf(issuerData);
  return {
    version,
    cryptogram,
    atc: valueAt(items, '9F36'),
    data: cryptogramData((tag) => valueAt(items, tag), version, issuerData),
    amount: hex(valueAt(items, '9F02')),
    currency: hex(valueAt(items, '5F2A')),
    date: hex(valueAt(items, '9A')),
  };
}

/** The bytes that a card of this version makes its cryptogram over. */
export function cryptogramData(
  valueOfTag: (tag: string) => Uint8Array,
  version: CryptogramVersion | undefined,
  issuerData: Uint8Array,
): Uint8Array {
  const cardResults = issuerData.subarray(CVR_AT, CVR_AT + CVR_BYTES);
  const takesWhole = version === 'visa-18' || version === 'visa-22';
  return concat([...DATA_OBJECTS.map(([tag]) => valueOfTag(tag)), takesWhole ? issuerData : cardResults]);
}

/** Format 2 has the version before the key index, all others after it. */
function versionOf(issuerData: Uint8Array): CryptogramVersion | undefined {
  if (issuerData[0] === 0x1f) return issuerData[1] === 0x22 ? 'visa-22' : undefined;
  switch (issuerData[2]) {
    case 0x01:
      return 'unionpay-01';
    case 0x0a:
      return 'visa-10';
    case 0x12:
      return 'visa-18';
    default:
      return undefined;
  }
}

/** Of a tag that is known to be there. */
function valueAt(items: readonly Tlv[], tag: string): Uint8Array {
  const found = findTlv(items, tag);
  if (found === undefined) throw new RangeError(`no ${tag}`);
  return found.value;
}
