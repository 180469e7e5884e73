// Packed BCD and hexadecimal nibbles: digits as text on one side, two to a byte on the other.

const HEX = '0123456789ABCDEF';

/** Byte -> two hexadecimal digits. */
const hexPairs: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => HEX[byte >> 4]! + HEX[byte & 15]!,
);

/** Byte -> 1 when both nibbles are decimal digits; and when they may be any. */
const isDecimalPair: Uint8Array = Uint8Array.from(hexPairs, (pair) => (/^[0-9]{2}$/.test(pair) ? 1 : 0));
const isAnyPair: Uint8Array = new Uint8Array(256).fill(1);

/** Byte -> character code of its first and of its second digit. */
const high: Uint8Array = Uint8Array.from(hexPairs, (pair) => pair.charCodeAt(0));
const low: Uint8Array = Uint8Array.from(hexPairs, (pair) => pair.charCodeAt(1));

const NONE = 255;

/** Character code -> nibble. Upper case only, so that one value has one form. */
const anyNibble: Uint8Array = new Uint8Array(128).fill(NONE);
for (let nibble = 0; nibble < 16; nibble += 1) anyNibble[HEX.charCodeAt(nibble)] = nibble;
/** The same for bytes from outside, which may write it in lower case. */
const eitherCaseNibble: Uint8Array = new Uint8Array(256).fill(NONE);
eitherCaseNibble.set(anyNibble);
for (let nibble = 10; nibble < 16; nibble += 1) {
  eitherCaseNibble[HEX.charCodeAt(nibble) + 0x20] = nibble;
}
const decimalNibble: Uint8Array = anyNibble.map((nibble) => (nibble > 9 ? NONE : nibble));

/** What a nibble field may hold: decimal digits, or any nibble (tracks, whose encrypted form has all 16). */
export type NibbleSet = 'decimal' | 'any';

export type PadNibble = 'before' | 'after';

function isPad(nibble: number): boolean {
  return nibble === 0 || nibble === 15;
}

/** `count` digits from `start`, ceil(count / 2) bytes; undefined when a nibble or the pad does not fit. */
export function readNibbles(
  bytes: Uint8Array,
  start: number,
  count: number,
  set: NibbleSet,
  pad: PadNibble,
): string | undefined {
  const end = start + ((count + 1) >> 1);
  const odd = (count & 1) === 1;
  let at = start;
  let text = '';
  if (odd && pad === 'before') {
    const byte = bytes[at]!;
    if (!isPad(byte >> 4) || (set === 'decimal' && (byte & 15) > 9)) return undefined;
    text = HEX[byte & 15]!;
    at += 1;
  }
  const lastPair = odd && pad === 'after' ? end - 1 : end;
  const isPair = set === 'decimal' ? isDecimalPair : isAnyPair;
  // Eight digits at a time, then four, then two: fewer and flatter strings than pair by pair.
  for (; lastPair - at >= 4; at += 4) {
    const a = bytes[at]!;
    const b = bytes[at + 1]!;
    const c = bytes[at + 2]!;
    const d = bytes[at + 3]!;
    if ((isPair[a]! & isPair[b]! & isPair[c]! & isPair[d]!) === 0) return undefined;
    text += String.fromCharCode(high[a]!, low[a]!, high[b]!, low[b]!, high[c]!, low[c]!, high[d]!, low[d]!);
  }
  if (lastPair - at >= 2) {
    const a = bytes[at]!;
    const b = bytes[at + 1]!;
    if ((isPair[a]! & isPair[b]!) === 0) return undefined;
    text += String.fromCharCode(high[a]!, low[a]!, high[b]!, low[b]!);
    at += 2;
  }
  if (lastPair > at) {
    if (isPair[bytes[at]!] === 0) return undefined;
    text += hexPairs[bytes[at]!]!;
    at += 1;
  }
  if (at < end) {
    const byte = bytes[at]!;
    if (!isPad(byte & 15) || (set === 'decimal' && byte >> 4 > 9)) return undefined;
    text += HEX[byte >> 4]!;
  }
  return text;
}

/** Why `readNibbles` refused: the offset of the byte and whether its pad was the reason. */
export function findBadNibble(
  bytes: Uint8Array,
  start: number,
  count: number,
  set: NibbleSet,
  pad: PadNibble,
): { readonly offset: number; readonly isPad: boolean; readonly nibble: string } {
  const odd = (count & 1) === 1;
  const slots = count + (odd ? 1 : 0);
  const most = set === 'decimal' ? 9 : 15;
  const padSlot = odd ? (pad === 'before' ? 0 : slots - 1) : -1;
  for (let slot = 0; slot < slots; slot += 1) {
    const offset = start + (slot >> 1);
    const nibble = (slot & 1) === 0 ? bytes[offset]! >> 4 : bytes[offset]! & 15;
    if (slot === padSlot ? !isPad(nibble) : nibble > most) {
      return { offset, isPad: slot === padSlot, nibble: HEX[nibble]! };
    }
  }
  return { offset: start, isPad: false, nibble: '' };
}

/** Writes digits with pad 0; false when a character is not in the set (the bytes are then unfinished). */
export function writeNibbles(
  text: string,
  into: Uint8Array,
  start: number,
  set: NibbleSet,
  pad: PadNibble,
): boolean {
  const nibbleOf = set === 'decimal' ? decimalNibble : anyNibble;
  const odd = (text.length & 1) === 1;
  let offset = start;
  let at = 0;
  if (odd && pad === 'before') {
    const nibble = nibbleOf[text.charCodeAt(0)] ?? NONE;
    if (nibble === NONE) return false;
    into[offset] = nibble;
    offset += 1;
    at = 1;
  }
  for (; at + 1 < text.length; at += 2, offset += 1) {
    const first = text.charCodeAt(at);
    const second = text.charCodeAt(at + 1);
    if ((first | second) > 127) return false;
    const pair = (nibbleOf[first]! << 4) | nibbleOf[second]!;
    // NONE has higher bits than any nibble, in both places.
    if (pair > 255 || nibbleOf[second] === NONE) return false;
    into[offset] = pair;
  }
  if (at < text.length) {
    const nibble = nibbleOf[text.charCodeAt(at)] ?? NONE;
    if (nibble === NONE) return false;
    into[offset] = nibble << 4;
  }
  return true;
}

/** `count` bytes from twice as many hexadecimal ASCII characters in either case; undefined for others. */
export function readHex(bytes: Uint8Array, start: number, count: number): Uint8Array | undefined {
  const value = new Uint8Array(count);
  for (let index = 0, at = start; index < count; index += 1, at += 2) {
    const high = eitherCaseNibble[bytes[at]!]!;
    const low = eitherCaseNibble[bytes[at + 1]!]!;
    if (high === NONE || low === NONE) return undefined;
    value[index] = (high << 4) | low;
  }
  return value;
}

/** Offset of the first byte that `readHex` refuses. */
export function findBadHex(bytes: Uint8Array, start: number, count: number): number {
  let at = start;
  while (at < start + count * 2 && eitherCaseNibble[bytes[at]!] !== NONE) at += 1;
  return at;
}

/** Bytes as upper-case hexadecimal ASCII characters. */
export function writeHex(value: Uint8Array, into: Uint8Array, start: number): void {
  for (let index = 0, at = start; index < value.length; index += 1, at += 2) {
    into[at] = HEX.charCodeAt(value[index]! >> 4);
    into[at + 1] = HEX.charCodeAt(value[index]! & 15);
  }
}

/** Upper-case hexadecimal of bytes, or of a part of them. */
export function toHex(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += hexPairs[bytes[at]!]!;
  return text;
}

/** Bytes of hexadecimal text in either case; undefined when it is odd or not hexadecimal. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  return writeNibbles(text.toUpperCase(), bytes, 0, 'any', 'after') ? bytes : undefined;
}

/** Track or BCD text packed as on the wire, pad nibble 0 after. Throws a RangeError for other characters. */
export function packNibbles(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length + 1) >> 1);
  if (!writeNibbles(text, bytes, 0, 'any', 'after')) throw new RangeError('not hexadecimal digits');
  return bytes;
}

/** The first `count` nibbles of packed bytes as text. */
export function unpackNibbles(bytes: Uint8Array, count: number): string {
  return toHex(bytes).slice(0, count);
}
