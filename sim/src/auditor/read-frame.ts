// The auditor's own reading of a frame of `cup-pos`: two length bytes, TPDU 5, header 6, MTI 2, bitmap 8, fields.
// Written from the field table of the dialect; keeps what the invariants ask for as text, and nothing else.

export interface ReadFrame {
  readonly mti: string;
  /** Text of BCD and ASCII fields; binary ones in hexadecimal. */
  readonly fields: ReadonlyMap<number, string>;
}

type Form =
  /** So many digits, two a byte. `right`: an odd number has its pad in front. */
  | { readonly digits: number; readonly pad?: 'right' }
  /** So many bytes, as characters or as they are. */
  | { readonly bytes: number; readonly as: 'text' | 'hex' }
  /** The length comes first: one byte, or two, of digits. */
  | { readonly lengthBytes: 1 | 2; readonly of: 'digits' | 'text' | 'hex' };

const ll = (of: 'digits' | 'text' | 'hex'): Form => ({ lengthBytes: 1, of });
const lll = (of: 'digits' | 'text' | 'hex'): Form => ({ lengthBytes: 2, of });
const text = (bytes: number): Form => ({ bytes, as: 'text' });

const FORMS: Readonly<Record<number, Form>> = {
  ...{ 2: ll('digits'), 3: { digits: 6 }, 4: { digits: 12 }, 11: { digits: 6 }, 12: { digits: 6 } },
  ...{ 13: { digits: 4 }, 14: { digits: 4 }, 15: { digits: 4 }, 22: { digits: 3 } },
  ...{ 23: { digits: 3, pad: 'right' }, 25: { digits: 2 }, 26: { digits: 2 }, 32: ll('digits') },
  ...{ 35: ll('digits'), 36: lll('digits'), 37: text(12), 38: text(6), 39: text(2), 41: text(8) },
  ...{ 42: text(15), 43: text(40), 44: ll('text'), 48: lll('digits'), 49: text(3) },
  ...{ 52: { bytes: 8, as: 'hex' }, 53: { digits: 16 }, 54: lll('text'), 55: lll('hex'), 59: lll('text') },
  ...{ 60: lll('digits'), 61: lll('digits'), 62: lll('hex'), 63: lll('hex'), 64: { bytes: 8, as: 'hex' } },
};

const MTI_AT = 13;
const BITMAP_AT = 15;
const FIELDS_AT = 23;

/** Field 52 of a terminal whose PIN blocks are AES blocks. */
const WIDE_PIN_BLOCK: Form = { bytes: 16, as: 'hex' };

/** Undefined for bytes that do not read to their end: a frame that was damaged on its way. */
export function readFrame(frame: Uint8Array, hasWidePinBlock = false): ReadFrame | undefined {
  if (frame.length < FIELDS_AT) return undefined;
  const hex = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('hex');
  const fields = new Map<number, string>();
  let at = FIELDS_AT;
  for (let field = 2; field <= 64; field += 1) {
    if ((frame[BITMAP_AT + ((field - 1) >> 3)]! & (0x80 >> ((field - 1) & 7))) === 0) continue;
    const form = field === 52 && hasWidePinBlock ? WIDE_PIN_BLOCK : FORMS[field];
    const read = form && readField(form, hex, at);
    if (read === undefined) return undefined;
    fields.set(field, read.value);
    at = read.end;
  }
  if (at !== frame.length) return undefined;
  return { mti: hex.slice(MTI_AT * 2, BITMAP_AT * 2), fields };
}

/** @param at offset in bytes */
function readField(form: Form, hex: string, at: number): { value: string; end: number } | undefined {
  if ('digits' in form) return digitsAt(hex, at, form.digits, form.pad === 'right');
  if ('bytes' in form) return bytesAt(hex, at, form.bytes, form.as);
  const start = at + form.lengthBytes;
  const length = Number(hex.slice(at * 2, start * 2));
  if (!Number.isInteger(length)) return undefined;
  return form.of === 'digits' ? digitsAt(hex, start, length, false) : bytesAt(hex, start, length, form.of);
}

function digitsAt(hex: string, at: number, digits: number, padsInFront: boolean) {
  const end = at + ((digits + 1) >> 1);
  const all = hex.slice(at * 2, end * 2);
  const value = padsInFront && digits % 2 === 1 ? all.slice(1) : all.slice(0, digits);
  return end * 2 > hex.length ? undefined : { value, end };
}

function bytesAt(hex: string, at: number, bytes: number, as: 'text' | 'hex') {
  const end = at + bytes;
  if (end * 2 > hex.length) return undefined;
  const value = hex.slice(at * 2, end * 2);
  return { value: as === 'hex' ? value : textOf(value), end };
}

function textOf(hex: string): string {
  return Buffer.from(hex, 'hex').toString('latin1');
}
