// A chip card in software, with real cryptograms: its key is derived from the bank's master key as personalisation
// would have done (EMV Book 2, A1.4). For demo banks only, whose keys are no secret.

import {
  applyCvmList,
  type CvmOutcome,
  cryptogramData,
  cvmCapabilities,
  findTlv,
  readCvmList,
  readTlv,
  writeTlv,
} from '@tillgate/emv';
import { fromHex } from '@tillgate/iso8583';
import {
  applicationCryptogram,
  type CryptogramVersion,
  emvUniqueKey,
  equalConstantTime,
  issuerAuthenticationData,
  type UniqueKeyOption,
} from '@tillgate/payment-crypto';
import type { Chip, ChipTerms } from './chip.js';

/** 9F10: length, key index, version, card verification results (Visa IAD format 0 or 1; JR/T 0025.5). */
const ISSUER_DATA: Readonly<Record<CryptogramVersion, string>> = {
  'visa-10': '06010A03A00000',
  'visa-18': '06011203A00000',
  'visa-22': `1F220103A00000${'00'.repeat(25)}`,
  'unionpay-01': '07010103A0000001',
};

/** Same on every virtual card: UnionPay debit, offline data authentication supported, China. */
const AID = 'A000000333010101';
const AIP = '7C00';
const COUNTRY = '0156';
/** The amount is above the floor limit, which is zero here. */
const TVR_ONLINE = '0000008000';
/** 8E of a contact payment: the PIN online, else a signature, else nothing, each where the terminal supports it. */
const CVM_LIST = `${'00'.repeat(8)}42031E031F03`;
/** Contactless, the terminal's limits decide instead of the list: none is needed up to them. */
const CONTACTLESS_CVM_LIST = `${'00'.repeat(8)}1F03`;
const APPLICATION_VERSION = '0030';
/** Every reader; PIN online, signature, none; no static data authentication. */
const TERMINAL_CAPABILITIES = 'E068C8';
const TERMINAL_TYPE = '22';
const CARD_PRODUCT = `${'00'.repeat(16)}`;
/** An application cryptogram that asks for an online decision (ARQC). */
const ARQC = '80';

export class VirtualChip implements Chip {
  readonly #uniqueKey: Uint8Array;
  readonly #version: CryptogramVersion;
  #nextAtc: number;
  /** Of the cryptogram that waits for its answer. */
  #pending: { readonly atc: Uint8Array; readonly arqc: Uint8Array } | undefined;

  constructor(data: {
    /** Of the bank, 16 bytes; the caller's copy may be wiped afterwards. */
    readonly masterKey: Uint8Array;
    readonly option: UniqueKeyOption;
    readonly version: CryptogramVersion;
    readonly pan: string;
    /** Three digits. */
    readonly sequence: string;
    /** Counter of the next cryptogram, 1 to 65535. */
    readonly atc: number;
  }) {
    const { masterKey, option, pan, sequence } = data;
    this.#uniqueKey = emvUniqueKey(masterKey, pan, sequence.slice(-2), option);
    this.#version = data.version;
    this.#nextAtc = data.atc;
  }

  firstCryptogram(terms: ChipTerms): Uint8Array {
    const atc = Uint8Array.of(this.#nextAtc >> 8, this.#nextAtc & 0xff);
    this.#nextAtc += 1;
    const issuerData = bytesOf(ISSUER_DATA[this.#version]);
    const objects = objectsOf(terms, atc);
    const data = cryptogramData((tag) => objects.get(tag)!, this.#version, issuerData);
    const arqc = applicationCryptogram(this.#version, this.#uniqueKey, atc, data);
    this.#pending = { atc, arqc };
    return writeTlv([['9F26', arqc], ['9F27', bytesOf(ARQC)], ['9F10', issuerData], ...objects]);
  }

  takesAnswer(chipData: Uint8Array | undefined, answerCode: string): boolean {
    const proof = findTlv(readTlv(chipData ?? new Uint8Array(0)).items, '91')?.value;
    if (proof === undefined) return true;
    if (this.#pending === undefined) return false;
    const answers = [true, false].map((approved) =>
      issuerAuthenticationData(this.#version, this.#uniqueKey, {
        ...this.#pending!,
        ...{ arc: answerCode, approved },
      }),
    );
    return answers.some((right) => equalConstantTime(right, proof));
  }
}

/** The data objects of protocol section 4 beside the cryptogram's own, in its order. */
function objectsOf(terms: ChipTerms, atc: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const digits = (value: number | string, length: number): Uint8Array =>
    bytesOf(String(value).padStart(length, '0'));
  const verified = verifyHolder(terms);
  const tvr = bytesOf(TVR_ONLINE);
  tvr[2] = verified.tvrByte3;
  return new Map([
    ['9F37', terms.unpredictableNumber],
    ['9F36', atc],
    ['95', tvr],
    ['9A', bytesOf(terms.date)],
    ['9C', bytesOf(terms.transactionType)],
    ['9F02', digits(terms.amountMinor, 12)],
    ['5F2A', digits(terms.currency, 4)],
    ['82', bytesOf(AIP)],
    ['9F1A', bytesOf(COUNTRY)],
    ['9F03', digits(0, 12)],
    ['9F33', bytesOf(TERMINAL_CAPABILITIES)],
    ['9F34', verified.results],
    ['9F35', bytesOf(TERMINAL_TYPE)],
    ['9F1E', Uint8Array.from(terms.serialNumber, (character) => character.charCodeAt(0))],
    ['84', bytesOf(AID)],
    ['9F09', bytesOf(APPLICATION_VERSION)],
    ['9F41', digits(terms.trace, 8)],
    ['9F63', bytesOf(CARD_PRODUCT)],
  ]);
}

/** What the terminal makes of the card's list; the PIN was asked for before the card. */
function verifyHolder({ amountMinor, contactless, withPin }: ChipTerms): CvmOutcome {
  const list = readCvmList(bytesOf(contactless && !withPin ? CONTACTLESS_CVM_LIST : CVM_LIST));
  const transaction = { amountMinor, what: 'purchase', isApplicationCurrency: true } as const;
  return applyCvmList(list, transaction, {
    supports: cvmCapabilities(bytesOf(TERMINAL_CAPABILITIES)),
    onlinePin: () => (withPin ? 'entered' : 'passed-over'),
    offlinePin: () => 'absent',
  });
}

/** Of constants and digits written here. */
function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new RangeError('not hexadecimal');
  return bytes;
}
