// The bytes over which a terminal may have made its MAC: the right ones first, then those of each known mistake.

import type { ReasonId } from '../kernel/reasons.js';
import type { RefusedMessage } from './refused-message.js';

export interface MacRange {
  /** Undefined for the right range: MTI up to the byte before field 64. */
  readonly cause: ReasonId | undefined;
  /** In few words, as evidence. */
  readonly range: string;
  readonly bytes: Uint8Array;
}

const MTI_BYTES = 2;
/** Last byte of the bitmap, in a message that begins with its MTI. */
const BITMAP_END = MTI_BYTES + 7;
const MAC_BYTES = 8;

export function macRanges(message: RefusedMessage): readonly MacRange[] {
  const { body, headerAt, messageAt, macAt, profile } = message;
  const right = body.subarray(messageAt, macAt);
  const ranges: MacRange[] = [{ cause: undefined, range: 'MTI-F63', bytes: right }];
  const add = (cause: ReasonId, range: string, ...parts: readonly Uint8Array[]): void => {
    ranges.push({ cause, range, bytes: joined(parts) });
  };
  const [tpdu, header] = [body.subarray(0, headerAt), body.subarray(headerAt, messageAt)];
  if (messageAt > 0) add('mac.range-header', 'TPDU+header+MTI-F63', tpdu, header, right);
  if (tpdu.length > 0 && header.length > 0) {
    add('mac.range-header', 'header+MTI-F63', header, right);
    add('mac.range-header', 'TPDU+MTI-F63', tpdu, right);
  }
  for (const counted of new Set([body.length, macAt, right.length + MAC_BYTES, right.length])) {
    const length = Uint8Array.of(counted >> 8, counted & 255);
    add('mac.range-length', `length ${counted}+MTI-F63`, length, right);
    if (messageAt > 0)
      add('mac.range-length', `length ${counted}+TPDU+header+MTI-F63`, length, tpdu, header, right);
  }
  add('mac.range-tail', 'MTI-F63+8 zero bytes', right, new Uint8Array(MAC_BYTES));
  const unsetBitmap = right.slice();
  unsetBitmap[BITMAP_END] = (unsetBitmap[BITMAP_END] ?? 0) & 0xfe;
  add('mac.range-bitmap', 'bit 64 not set', unsetBitmap);
  add('mac.range-mti', 'bitmap-F63', right.subarray(MTI_BYTES));
  if (!profile.macAlgorithm.startsWith('cmac')) add('mac.padding', 'MTI-F63+80', right, Uint8Array.of(0x80));
  return ranges;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
