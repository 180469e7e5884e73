// What a card request says: the card, the amount, how it was read, the PIN block. Wrong values get the code
// of protocol section 11 here, before anything is asked of a bank.

import { findTlv, readTlv } from '@tillgate/emv';
import { fromHex, toHex } from '@tillgate/iso8583';
import {
  followRules,
  isFollower,
  messageKinds,
  parseF48Tip,
  parseF53,
  parseF59,
} from '@tillgate/pos-protocol';
import type { Hsm } from '../hsm/index.js';
import { parseAmountMinor } from '../kernel/money.js';
import { Pan } from '../kernel/sensitive.js';
import type { CardReference, Directory, Reference } from '../store/index.js';
import { referenceTo } from './find-original.js';
import { contentOf, originalsOf } from './identity.js';
import type { MessageKeys } from './message-keys.js';
import { ownF62 } from './own-f62.js';
import { ASKED_BY_CARD } from './read-chip.js';
import { type CardRequest, isRefusal, type Refusal, refuse, type Verified } from './request.js';

/** Field 3 of messages without an amount, and so of what would reverse them. */
const MOVES_NO_MONEY: ReadonlySet<string | undefined> = new Set([
  messageKinds.balance.processingCode,
  messageKinds['pin-change'].processingCode,
]);

export async function readCard(
  hsm: Pick<Hsm, 'panHash' | 'contentHash' | 'decryptTrack2'>,
  directory: Pick<Directory, 'cardByCode' | 'cardNamedBy'>,
  request: Verified,
): Promise<CardRequest | Refusal> {
  const { message } = request.envelope;
  const currency = message.text(49) ?? '';
  const movesMoney = !MOVES_NO_MONEY.has(message.text(3));
  if (movesMoney && currency !== '156') return refuse('currency.invalid', { currency });
  const amountMinor = parseAmountMinor(message.text(4) ?? '0') ?? 0;
  if (movesMoney && amountMinor === 0) return refuse('amount.invalid');
  const entryMode = message.text(22) ?? '';
  const form = checkPinFields(request, entryMode);
  if (form) return form;
  const tipMinor = request.kind === 'tip' ? parseF48Tip(message.text(48) ?? '') : undefined;
  if (request.kind === 'tip' && tipMinor === undefined)
    return refuse('message.format', { field: '48', offset: 0 });
  const card = await identifyCard(hsm, directory, request);
  if (isRefusal(card)) return card;
  const contentHash = await hsm.contentHash(contentOf(message, card.pan?.reveal() ?? card.codeHash ?? ''));
  request.timeline.did('hsm', 'card.hashed');
  return {
    ...request,
    ...card,
    side: 'both',
    contentHash: toHex(contentHash),
    amountMinor,
    tipMinor,
    entryMode,
    pinBlock: message.bytes(52),
    newPinBlock: request.kind === 'pin-change' ? ownF62(request) : undefined,
    verifiedOnDevice: isVerifiedOnDevice(message.bytes(55)),
  };
}

/** Field 22: the number was typed in. */
const TYPED = '01';

type CardFacts = Pick<CardRequest, 'pan' | 'panMasked' | 'panHash' | 'codeHash' | 'expiryGiven'>;

/** By its number; by the payment code on the holder's phone; or, where neither is sent, by the original. */
async function identifyCard(
  hsm: Pick<Hsm, 'panHash' | 'contentHash' | 'decryptTrack2'>,
  directory: Pick<Directory, 'cardByCode' | 'cardNamedBy'>,
  request: Verified,
): Promise<CardFacts | Refusal> {
  const { message } = request.envelope;
  if (request.kind === 'qr-sale') {
    const code = parseF59(message.text(59) ?? '')?.find(({ tag }) => tag === 'A3')?.value;
    if (!code) return refuse('message.format', { field: '59', offset: 0 });
    const codeHash = await hashPaymentCode(hsm, code);
    const card = await directory.cardByCode(codeHash);
    return card ? { ...factsOf(card), codeHash } : refuse('payment-code.unknown');
  }
  if (message.has(2) || message.has(35)) {
    const read = await readNumber(hsm, request);
    if (isRefusal(read)) return read;
    const { pan, expiryGiven } = read;
    if (isTyped(request) && expiryGiven === undefined && ASKED_BY_CARD.has(request.kind)) {
      return refuse('card.data-incomplete');
    }
    const panHash = toHex(await hsm.panHash(pan.reveal()));
    return { pan, expiryGiven, panHash, panMasked: pan.masked, codeHash: undefined };
  }
  const references = referencesOf(request);
  if (references.length === 0) return refuse('message.format', { field: '2', offset: 0 });
  const card = await directory.cardNamedBy(references);
  if (card) return factsOf(card);
  // A reversal whose original never came leaves its mark all the same.
  if (request.kind !== 'reversal') return refuse('original.unknown');
  return { pan: undefined, panHash: '', panMasked: undefined, codeHash: undefined };
}

function factsOf(card: CardReference): CardFacts {
  return { pan: undefined, panHash: card.pan_hash, panMasked: card.pan_masked, codeHash: undefined };
}

/** The name under which a payment code is kept: of no use to whoever reads it. */
export async function hashPaymentCode(hsm: Pick<Hsm, 'contentHash'>, code: string): Promise<string> {
  return toHex(await hsm.contentHash(new TextEncoder().encode(`payment-code|${code}`)));
}

/** What a message without a card names: what it reverses, or what it follows. */
function referencesOf(request: Verified): readonly Reference[] {
  if (request.kind === 'reversal')
    return originalsOf(request)
      .flat()
      .map((identity) => ({ identity }));
  if (!isFollower(request.kind)) return [];
  const reference = referenceTo(followRules[request.kind], request, '');
  return isRefusal(reference) || 'panHash' in reference ? [] : [reference];
}

/** F52, F26 and F53's PIN digits appear if and only if field 22 ends in 1 (protocol section 6). */
function checkPinFields(request: Verified, entryMode: string): Refusal | undefined {
  const { message } = request.envelope;
  if (request.kind === 'reversal') return undefined;
  const saysPin = entryMode.endsWith('1');
  if (entryMode.length !== 3) return refuse('message.format', { field: '22', offset: 0 });
  if (saysPin !== message.has(52)) return refuse('message.format', { field: '52', offset: 0 });
  const isChange = request.kind === 'pin-change';
  if (!saysPin) return isChange ? refuse('message.format', { field: '52', offset: 0 }) : undefined;
  const security = parseF53(message.text(53) ?? '');
  const { keyLength, pinBlockBytes } = pinForm(request.keys);
  if (message.bytes(52)?.length !== pinBlockBytes)
    return refuse('message.format', { field: '52', offset: 0 });
  if (isChange && ownF62(request)?.length !== pinBlockBytes) {
    return refuse('message.format', { field: '62', offset: 0 });
  }
  if (security?.pinFormat !== '2' || security.keyLength !== keyLength) {
    return refuse('message.format', { field: '53', offset: 0 });
  }
  return undefined;
}

/** The one PIN block that goes with the keys: format 0, the UnionPay block under SM4, or format 4. */
function pinForm(keys: MessageKeys): { readonly keyLength: string; readonly pinBlockBytes: number } {
  if (keys.scheme === 'aes-dukpt') return { keyLength: '8', pinBlockBytes: 16 };
  if (keys.scheme === 'sm4') return { keyLength: '7', pinBlockBytes: 16 };
  return { keyLength: keys.working.singleLength ? '0' : '6', pinBlockBytes: 8 };
}

type CardNumber = Readonly<{ pan: Pan; expiryGiven: string | undefined }>;

async function readNumber(hsm: Pick<Hsm, 'decryptTrack2'>, request: Verified): Promise<CardNumber | Refusal> {
  const { message } = request.envelope;
  const typed = message.text(2);
  const expiry = message.text(14);
  if (typed !== undefined) {
    const pan = Pan.parse(typed);
    return pan ? { pan, expiryGiven: expiry } : refuse('card.unknown');
  }
  const track = message.text(35);
  if (track === undefined) return refuse('message.format', { field: '2', offset: 0 });
  const clear = parseF53(message.text(53) ?? '')?.trackEncrypted
    ? await decryptTrack(hsm, request, track)
    : track;
  if (typeof clear !== 'string') return clear;
  const [digits = '', rest = ''] = clear.split(/[D=]/);
  // Behind the separator stand expiry and service code (ISO/IEC 7813).
  const expiryOfTrack = /^[0-9]{4}/.exec(rest)?.[0];
  if (expiryOfTrack === undefined) return refuse('card.track-damaged');
  const pan = Pan.parse(digits);
  return pan ? { pan, expiryGiven: expiry ?? expiryOfTrack } : refuse('card.unknown');
}

/** Why a bank does not know a card: a number that was typed in may be mistyped. */
export function unknownCard(request: Pick<CardRequest, 'pan' | 'envelope'>): Refusal {
  const { pan } = request;
  return refuse(isTyped(request) && pan && !hasCheckDigit(pan) ? 'card.number-wrong' : 'card.unknown');
}

function isTyped({ envelope }: Pick<Verified, 'envelope'>): boolean {
  return envelope.message.text(22)?.startsWith(TYPED) === true;
}

/** Luhn (ISO/IEC 7812-1, Annex B). */
function hasCheckDigit(pan: Pan): boolean {
  const digits = [...pan.reveal()].reverse().map(Number);
  const sum = digits.reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? digit : 2 * digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

async function decryptTrack(
  hsm: Pick<Hsm, 'decryptTrack2'>,
  request: Verified,
  track: string,
): Promise<string | Refusal> {
  const { keys } = request;
  const trackKey = keys.scheme === 'aes-dukpt' ? null : keys.working.trackKey;
  if (!trackKey) return refuse('key.no-track-key');
  const packed = fromHex(track.length % 2 === 0 ? track : `${track}0`);
  if (!packed) return refuse('message.format', { field: '35', offset: 0 });
  const clear = await hsm.decryptTrack2({ key: trackKey.block, packed, digits: track.length });
  request.timeline.did('hsm', 'track.decrypted');
  return toHex(clear).slice(0, track.length);
}

/** 9F6C (card transaction qualifiers): byte 1 bit 8 clear, byte 2 bit 8 set. */
function isVerifiedOnDevice(chipData: Uint8Array | undefined): boolean {
  if (!chipData) return false;
  const qualifiers = findTlv(readTlv(chipData).items, '9F6C')?.value;
  if (!qualifiers || qualifiers.length < 2) return false;
  return ((qualifiers[0] ?? 0) & 0x80) === 0 && ((qualifiers[1] ?? 0) & 0x80) !== 0;
}
