// A chip card's cryptography over node:crypto alone: card key by option A (EMV Book 2, A1.4), session keys, and the
// cryptogram and its answer by Visa versions 10 and 18 and UnionPay version 01.

import { createCipheriv, createDecipheriv } from 'node:crypto';
import { masterKeyOf, type WireCard } from './demo-world.fixture.js';
import { encryptTdes } from './wire-security.js';

export type CardVersion = 'visa-10' | 'visa-18' | 'unionpay-01';

const ISSUER_DATA: Readonly<Record<CardVersion, string>> = {
  'visa-10': '06010A03A00000',
  'visa-18': '06011203A00000',
  'unionpay-01': '07010103A0000001',
};

export interface WireChip {
  readonly card: WireCard;
  readonly version: CardVersion;
  readonly atc: number;
  readonly amountMinor: number;
  /** YYMMDD. */
  readonly date: string;
}

export interface WireCryptogram {
  /** F55 in hex. */
  readonly field55: string;
  /** Tag 91 in hex that the bank must answer with this code. */
  proof(answerCode: string): string;
}

const complement = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));

function sessionKeyOf(version: CardVersion, cardKey: Buffer, atc: Buffer): Buffer {
  if (version === 'visa-10') return cardKey;
  const zeros = Buffer.alloc(6);
  if (version === 'unionpay-01') {
    return encryptTdes(cardKey, Buffer.concat([zeros, atc, zeros, complement(atc)]));
  }
  const half = (mark: number): Buffer => Buffer.concat([atc, Buffer.of(mark), Buffer.alloc(5)]);
  return encryptTdes(cardKey, Buffer.concat([half(0xf0), half(0x0f)]));
}

/** ISO/IEC 9797-1 algorithm 3; single DES as TDES with one key three times. */
function retailMac(key: Buffer, data: Buffer, withEnd: boolean): Buffer {
  const marked = withEnd ? Buffer.concat([data, Buffer.of(0x80)]) : data;
  const padded = Buffer.concat([marked, Buffer.alloc((8 - (marked.length % 8)) % 8)]);
  const [left, right] = [key.subarray(0, 8), key.subarray(8)].map((half) =>
    Buffer.concat([half, half, half]),
  );
  const chain = createCipheriv('des-ede3-cbc', left!, Buffer.alloc(8)).setAutoPadding(false);
  const last = chain.update(padded).subarray(-8);
  const middle = createDecipheriv('des-ede3', right!, null).setAutoPadding(false).update(last);
  return createCipheriv('des-ede3', left!, null).setAutoPadding(false).update(middle);
}

export function cryptogramOf({ card, version, atc, amountMinor, date }: WireChip): WireCryptogram {
  const account = Buffer.from(`${card.pan}${card.sequence.slice(-2)}`.slice(-16), 'hex');
  const cardKey = encryptTdes(masterKeyOf(card), Buffer.concat([account, complement(account)]));
  const counter = Buffer.of(atc >> 8, atc & 0xff);
  const key = sessionKeyOf(version, cardKey, counter);
  const amount = String(amountMinor).padStart(12, '0');
  const issuerData = ISSUER_DATA[version];
  const entered = `${amount}000000000000015600000080000156${date}00A1B2C3D47C00${counter.toString('hex')}`;
  const data = Buffer.from(entered + (version === 'visa-18' ? issuerData : issuerData.slice(6, 14)), 'hex');
  const arqc = retailMac(key, data, version !== 'visa-10');
  const tag = (name: string, value: string): string =>
    name + (value.length / 2).toString(16).padStart(2, '0') + value;
  const field55 = [
    tag('9F26', arqc.toString('hex')) + tag('9F27', '80') + tag('9F10', issuerData),
    tag('9F37', 'A1B2C3D4') + tag('9F36', counter.toString('hex')) + tag('95', '0000008000'),
    tag('9A', date) + tag('9C', '00') + tag('9F02', amount) + tag('5F2A', '0156') + tag('82', '7C00'),
    tag('9F1A', '0156') + tag('9F03', '000000000000'),
  ];
  return {
    field55: field55.join('').toUpperCase(),
    proof: (answerCode) => proofOf(version, key, arqc, answerCode).toString('hex').toUpperCase(),
  };
}

/** Method 2 tells the card by four bytes what its bank decided; 00820000 is an approval. */
function proofOf(version: CardVersion, key: Buffer, arqc: Buffer, answerCode: string): Buffer {
  const code = Buffer.from(answerCode, 'latin1');
  if (version !== 'visa-18') {
    const block = Buffer.from(arqc.map((byte, at) => byte ^ (code[at] ?? 0)));
    return Buffer.concat([encryptTdes(key, block), code]);
  }
  const status = Buffer.from(answerCode === '00' ? '00820000' : '00000000', 'hex');
  return Buffer.concat([retailMac(key, Buffer.concat([arqc, status]), true).subarray(0, 4), status]);
}
