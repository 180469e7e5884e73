// F55 of an electronic signature (60.3 = 800): what stood on the slip that the holder signed, as data objects.
// The image of the signature is F62 as it is.

import { readTlv, writeTlv } from '@tillgate/emv';
import { decodeGbk, encodeGbk } from './gbk.js';

/** Private tags (EMV Book 3 B1: DF40 and up are the payment system's own), texts in GBK. */
const slipTags = {
  merchantName: 'DF41',
  transactionType: 'DF42',
  operatorId: 'DF43',
  acquirer: 'DF44',
  issuer: 'DF45',
  /** YYYYMMDDhhmmss, local. */
  dateTime: 'DF46',
  authCode: 'DF47',
  /** Digits, in fen. */
  tipMinor: 'DF48',
} as const;

export type SlipPart = keyof typeof slipTags;
export type SignedSlip = Partial<Readonly<Record<SlipPart, string>>>;

const parts = Object.entries(slipTags) as [SlipPart, string][];

/** Bytes that F62 can hold. */
export const SIGNATURE_BYTES_MAX = 512;

export function formatF55Slip(slip: SignedSlip): Uint8Array {
  return writeTlv(
    parts.flatMap(([part, tag]) => {
      const text = slip[part];
      return text === undefined ? [] : [[tag, encodeGbk(text)] as const];
    }),
  );
}

/** Data objects that are none of these are passed over. */
export function parseF55Slip(bytes: Uint8Array): SignedSlip | undefined {
  const { items, problems } = readTlv(bytes);
  if (problems.length > 0) return undefined;
  const slip: Partial<Record<SlipPart, string>> = {};
  for (const [part, tag] of parts) {
    const item = items.find((one) => one.tag === tag);
    if (item !== undefined) slip[part] = decodeGbk(item.value);
  }
  return slip;
}
