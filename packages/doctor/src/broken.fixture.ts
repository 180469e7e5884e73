// Good messages with one mistake of a known kind: what the doctor is examined with. Written without
// the doctor's own tables: a mistake is made on the bytes or on the rows as a programmer makes it in the field.

import { type FieldSpec, type Message, pack, type Spec, toHex } from '@tillgate/iso8583';
import { iso1987Ascii } from '@tillgate/iso8583/specs';
import { cupPos } from '@tillgate/pos-protocol';
import { type Draw, goodAsciiMessage, goodPosMessage, pick, text } from './good.fixture.js';

const FRONT = Uint8Array.of(0x60, 0x00, 0x12, 0x00, 0x00, 0x61, 0x31, 0x00, 0x31, 0x10, 0x00);

export const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const lengthOf = (length: number): Uint8Array => Uint8Array.of(length >> 8, length & 255);
export const framed = (body: Uint8Array): Uint8Array => joined(lengthOf(body.length), body);

const posBody = (message: Message, spec: Spec = cupPos): Uint8Array => joined(FRONT, pack(spec, message));
const posFrame = (message: Message, spec: Spec = cupPos): Uint8Array => framed(posBody(message, spec));

export interface Broken {
  /** Answers any of these count as right: some mistakes leave the same bytes. */
  readonly causes: readonly string[];
  /** The field at fault; undefined where the mistake has none. */
  readonly field: string | undefined;
  readonly bytes: Uint8Array;
}

type Break = (draw: Draw) => Broken | undefined;

function withRow(field: number, change: (row: FieldSpec) => Partial<FieldSpec>): Spec {
  const row = cupPos.fields[field]!;
  return { ...cupPos, fields: { ...cupPos.fields, [field]: { ...row, ...change(row) } } };
}

/** One field of the message, of those that the mistake can be made on. */
function fieldOf(draw: Draw, message: Message, from: readonly number[]): number | undefined {
  const there = from.filter((field) => message.has(field));
  return there.length === 0 ? undefined : pick(draw, there);
}

/** Writes the message with another row for one field. */
function rowMistake(
  causes: readonly string[],
  from: readonly number[],
  change: (row: FieldSpec) => Partial<FieldSpec>,
): Break {
  return (draw) => {
    const message = goodPosMessage(draw);
    const field = fieldOf(draw, message, from);
    if (field === undefined) return undefined;
    return { causes, field: String(field), bytes: posFrame(message, withRow(field, change)) };
  };
}

/** Writes the message, then changes the bytes of one field's length. */
function lengthMistake(
  causes: readonly string[],
  from: readonly number[],
  change: (length: number, prefixDigits: number) => number,
): Break {
  return (draw) => {
    const message = goodPosMessage(draw);
    const field = fieldOf(draw, message, from);
    if (field === undefined) return undefined;
    const shorter = message.clone();
    for (const later of message.fieldNumbers()) if (later >= field) shorter.delete(later);
    const at = pack(cupPos, shorter).length + FRONT.length + 2;
    const bytes = posFrame(message);
    const { digits: width } = cupPos.fields[field]!.prefix;
    const own = width === 2 ? 1 : 2;
    const now = Number(toHex(bytes, at, at + own));
    const text = String(change(now, own * 2)).padStart(own * 2, '0');
    for (let byte = 0; byte < own; byte += 1)
      bytes[at + byte] = Number.parseInt(text.slice(byte * 2, byte * 2 + 2), 16);
    return { causes, field: String(field), bytes };
  };
}

/** A mistake of the whole message or of what stands in front of it. */
function frameMistake(
  causes: readonly string[],
  make: (body: Uint8Array, message: Message, draw: Draw) => Uint8Array,
): Break {
  return (draw) => {
    const message = goodPosMessage(draw);
    return { causes, field: undefined, bytes: make(posBody(message), message, draw) };
  };
}

function asciiRow(field: number, change: Partial<FieldSpec>): Spec {
  const row = iso1987Ascii.fields[field]!;
  return { ...iso1987Ascii, fields: { ...iso1987Ascii.fields, [field]: { ...row, ...change } } };
}

const reversedBits = (byte: number): number => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit += 1) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
};

/** Twenty-four kinds of mistake, by the name of the first cause. */
export const breaks: readonly Break[] = [
  lengthMistake(['length.bytes-for-digits'], [2, 32, 35, 48, 60, 61], (length) => Math.ceil(length / 2)),
  lengthMistake(['length.digits-for-bytes'], [44, 55, 62, 63], (length) => length * 2),
  lengthMistake(
    ['length.counts-itself'],
    [44, 55, 62],
    (length, digitsOfPrefix) => length + digitsOfPrefix / 2,
  ),
  rowMistake(['field.ascii'], [2, 3, 4, 11, 14, 35, 60], () => ({ encoding: 'ascii' })),
  rowMistake(['field.bcd'], [37, 41, 42], (row) => ({ kind: 'n', encoding: 'bcd', length: row.length })),
  rowMistake(['field.ebcdic'], [37, 39, 41], () => ({ encoding: 'ebcdic' })),
  rowMistake(['field.hex'], [52, 64], () => ({ encoding: 'hex' })),
  rowMistake(['field.pad-side'], [22, 23], (row) => ({
    padNibble: row.padNibble === 'before' ? 'after' : 'before',
  })),
  rowMistake(['length.ascii'], [2, 35, 60, 55], (row) => ({ prefix: { ...row.prefix, encoding: 'ascii' } })),
  rowMistake(['length.other-size'], [2, 35], (row) => ({ prefix: { ...row.prefix, digits: 3 } })),
  rowMistake(['length.binary'], [2, 35, 60, 55], (row) => ({
    prefix: { encoding: 'binary', digits: row.prefix.digits === 2 ? 1 : 2 },
  })),
  (draw) => {
    const message = goodPosMessage(draw);
    const value = message.text(42)!.slice(0, -1 - draw(2));
    const bytes = posFrame(
      message.clone().set(42, value),
      withRow(42, () => ({ length: value.length })),
    );
    return { causes: ['field.wrong-size'], field: '42', bytes };
  },
  frameMistake(['framing.counts-itself'], (body) => joined(lengthOf(body.length + 2), body)),
  frameMistake(['framing.little-endian'], (body) => joined(lengthOf(body.length).reverse(), body)),
  frameMistake(['framing.other-form'], (body) => joined(text(String(body.length).padStart(4, '0')), body)),
  frameMistake(['framing.without-front'], (body) => joined(lengthOf(body.length - FRONT.length), body)),
  frameMistake(['front.missing'], (_, message) => framed(pack(cupPos, message))),
  frameMistake(['header.missing'], (_, message) =>
    framed(joined(FRONT.subarray(0, 5), pack(cupPos, message))),
  ),
  frameMistake(['bitmap.hex'], (_, message) =>
    posFrame(message, { ...cupPos, bitmap: { ...cupPos.bitmap, encoding: 'hex' } }),
  ),
  frameMistake(['bitmap.reversed'], (body) =>
    framed(body.map((byte, at) => (at >= 13 && at < 21 ? reversedBits(byte) : byte))),
  ),
  frameMistake(['mti.ascii'], (_, message) => posFrame(message, { ...cupPos, mti: { encoding: 'ascii' } })),
  frameMistake(['message.truncated', 'framing.wrong-length'], (body, _, draw) =>
    framed(body).subarray(0, body.length - 4 - draw(20)),
  ),
  frameMistake(['message.trailing'], (body) => framed(joined(body, Uint8Array.of(0x0d, 0x0a)))),
  frameMistake(['message.hex-text'], (body) => text(toHex(framed(body)))),
  frameMistake(['message.utf-8'], (body) => new TextEncoder().encode(String.fromCharCode(...framed(body)))),
  (draw) => {
    const message = goodPosMessage(draw);
    const field = fieldOf(draw, message, [14, 23, 25, 38]);
    if (field === undefined) return undefined;
    const bytes = posFrame(message);
    const without = posFrame(message.clone().delete(field));
    // The bitmap of the whole message over the bytes that lack the field.
    without.set(bytes.subarray(15, 23), 15);
    return { causes: ['bitmap.absent'], field: String(field), bytes: without };
  },
  (draw) => {
    const message = goodAsciiMessage(draw);
    const spec: Spec = { ...iso1987Ascii, bitmap: { ...iso1987Ascii.bitmap, encoding: 'binary' } };
    return { causes: ['bitmap.binary'], field: undefined, bytes: framed(pack(spec, message)) };
  },
  (draw) => {
    const message = goodAsciiMessage(draw);
    const spec = asciiRow(2, { prefix: { digits: 3, encoding: 'ascii' } });
    return { causes: ['length.other-size'], field: '2', bytes: framed(pack(spec, message)) };
  },
  (draw) => {
    const message = goodAsciiMessage(draw);
    if (!message.has(52)) return undefined;
    return {
      ...{ causes: ['field.binary'], field: '52' },
      bytes: framed(pack(asciiRow(52, { encoding: 'binary' }), message)),
    };
  },
];
