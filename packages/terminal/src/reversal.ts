// The reversal that stands ready while a payment is under way: stored before the request is sent, deleted
// only when the payment is known to be finished or refused, or the host has confirmed the reversal.

import { readTlv, writeTlv } from '@tillgate/emv';
import { fromHex, type Message, toHex } from '@tillgate/iso8583';
import { formatF61 } from '@tillgate/pos-protocol';
import { storedMessage } from './stored-message.js';

/** F39 of a reversal: 98 no answer, 06 one came, A0 its MAC was wrong, 96 the terminal cannot finish. */
export type ReversalReason = '98' | '06' | 'A0' | '96';

/** JSON-able. Holds a PAN; never a track, PIN block or security control (fields 35, 36, 52, 53). */
export interface PendingReversal {
  readonly reason: ReversalReason;
  /** True once an answer with a good MAC has come: then F55 tells the card's counter, too. */
  readonly answerVerified: boolean;
  readonly fields: Readonly<Record<number, string>>;
  /** F55 of the request in hexadecimal; undefined for a card without chip. */
  readonly chipData: string | undefined;
  /** Times that it was sent. */
  readonly attempts: number;
}

/** Fields of the original that a reversal repeats; F11 is the original's trace. */
const repeatedFields = [2, 3, 4, 11, 14, 22, 23, 25, 38, 41, 42, 49, 60] as const;

/**
 * The reversal of a request about to be sent.
 * @param original `pan`: a stripe request has it in the track only, a scanned code has none; `mmdd`: local date
 *   of the request
 */
export function reversalOf(
  request: Message,
  original: { readonly pan: string; readonly mmdd: string; readonly batch: string; readonly trace: string },
): PendingReversal {
  const fields: Record<number, string> = original.pan === '' ? {} : { 2: original.pan };
  for (const field of repeatedFields) {
    const value = request.text(field);
    if (value !== undefined) fields[field] = value;
  }
  const { batch, trace, mmdd } = original;
  fields[61] = formatF61({ batch, trace, date: mmdd });
  const chipBytes = request.bytes(55);
  const chipData = chipBytes === undefined ? undefined : toHex(chipBytes);
  return { reason: '98', answerVerified: false, fields, chipData, attempts: 0 };
}

/** 0400 without its MAC. */
export function reversalMessage(reversal: PendingReversal): Message {
  const message = storedMessage('0400', reversal.fields, undefined).set(39, reversal.reason);
  const chipBytes = reversalChipData(reversal);
  if (chipBytes !== undefined) message.set(55, chipBytes);
  return message;
}

function reversalChipData({ chipData, answerVerified }: PendingReversal): Uint8Array | undefined {
  const chipBytes = chipData === undefined ? undefined : fromHex(chipData);
  if (chipBytes === undefined) return undefined;
  const tags = answerVerified ? ['95', '9F1E', '9F10', '9F36'] : ['95', '9F1E', '9F10'];
  const kept = readTlv(chipBytes).items.filter(({ tag }) => tags.includes(tag));
  return writeTlv(kept.map(({ tag, value }) => [tag, value]));
}
