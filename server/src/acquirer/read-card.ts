// What a card request says: the card, the amount, how it was read, the PIN block. Wrong values get the code
// of protocol section 11 here, before anything is asked of a bank.

import { findTlv, readTlv } from '@tillgate/emv';
import { fromHex, toHex } from '@tillgate/iso8583';
import { parseF53 } from '@tillgate/pos-protocol';
import type { Hsm } from '../hsm/index.js';
import { parseAmountMinor } from '../kernel/money.js';
import { Pan } from '../kernel/sensitive.js';
import { contentOf } from './identity.js';
import { type CardRequest, type Refusal, refuse, type Verified } from './request.js';

export async function readCard(
  hsm: Pick<Hsm, 'panHash' | 'contentHash' | 'decryptTrack2'>,
  request: Verified,
): Promise<CardRequest | Refusal> {
  const { message } = request.envelope;
  const currency = message.text(49) ?? '';
  if (request.kind !== 'balance' && currency !== '156') return refuse('currency.invalid', { currency });
  const amountMinor = parseAmountMinor(message.text(4) ?? '0') ?? 0;
  if (request.kind !== 'balance' && amountMinor === 0) return refuse('amount.invalid');
  const entryMode = message.text(22) ?? '';
  const form = checkPinFields(request, entryMode);
  if (form) return form;
  const pan = await readPan(hsm, request);
  if (!(pan instanceof Pan)) return pan;
  const [panHash, contentHash] = await Promise.all([
    hsm.panHash(pan.reveal()),
    hsm.contentHash(contentOf(message, pan.reveal())),
  ]);
  request.timeline.did('hsm', 'card.hashed');
  return {
    ...request,
    pan,
    panHash: toHex(panHash),
    contentHash: toHex(contentHash),
    amountMinor,
    entryMode,
    pinBlock: message.bytes(52),
    verifiedOnDevice: isVerifiedOnDevice(message.bytes(55)),
  };
}

/** F52, F26 and F53's PIN digits appear if and only if field 22 ends in 1 (protocol section 6). */
function checkPinFields(request: Verified, entryMode: string): Refusal | undefined {
  const { message } = request.envelope;
  if (request.kind === 'reversal') return undefined;
  const saysPin = entryMode.endsWith('1');
  if (entryMode.length !== 3) return refuse('message.format', { field: '22', offset: 0 });
  if (saysPin !== message.has(52)) return refuse('message.format', { field: '52', offset: 0 });
  if (!saysPin) return undefined;
  const security = parseF53(message.text(53) ?? '');
  // Format 0 under a double-length key is the only PIN block of this profile.
  if (security?.pinFormat !== '2' || security.keyLength !== '6') {
    return refuse('message.format', { field: '53', offset: 0 });
  }
  return undefined;
}

async function readPan(hsm: Pick<Hsm, 'decryptTrack2'>, request: Verified): Promise<Pan | Refusal> {
  const { message } = request.envelope;
  const typed = message.text(2);
  if (typed !== undefined) return Pan.parse(typed) ?? refuse('card.unknown');
  const track = message.text(35);
  if (track === undefined) return refuse('message.format', { field: '2', offset: 0 });
  const clear = parseF53(message.text(53) ?? '')?.trackEncrypted
    ? await decryptTrack(hsm, request, track)
    : track;
  if (typeof clear !== 'string') return clear;
  return Pan.parse(clear.split(/[D=]/)[0] ?? '') ?? refuse('card.unknown');
}

async function decryptTrack(
  hsm: Pick<Hsm, 'decryptTrack2'>,
  request: Verified,
  track: string,
): Promise<string | Refusal> {
  const { trackKey } = request.keys;
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
