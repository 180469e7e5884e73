// Text in GBK, as F43 and F63 carry it. Every runtime decodes GBK but none encodes it, so the encoder is the
// decoder reversed: built once, when first needed (about 24,000 characters).

const decoder = new TextDecoder('gbk');

export function decodeGbk(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

let codes: Map<string, number> | undefined;

/** Character -> lead and trail byte. */
function buildCodes(): Map<string, number> {
  const pairs: number[] = [];
  const triples: number[] = [];
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      pairs.push(lead * 256 + trail);
      // A line feed ends each pair, so that one without a meaning cannot spoil the next.
      triples.push(lead, trail, 0x0a);
    }
  }
  const built = new Map<string, number>();
  decodeGbk(Uint8Array.from(triples))
    .split('\n')
    .forEach((character, at) => {
      if (character.length === 1 && character !== '\uFFFD' && !built.has(character)) {
        built.set(character, pairs[at]!);
      }
    });
  return built;
}

/** A character that GBK lacks becomes `?`. */
export function encodeGbk(text: string): Uint8Array {
  codes ??= buildCodes();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0) < 0x80 ? character.charCodeAt(0) : (codes.get(character) ?? 0x3f);
    if (code > 255) bytes.push(code >> 8);
    bytes.push(code & 255);
  }
  return Uint8Array.from(bytes);
}

/** Text in exactly `width` bytes: filled up with spaces, or cut between characters, never inside one. */
export function fitGbk(text: string, width: number): Uint8Array {
  const bytes = new Uint8Array(width).fill(0x20);
  let at = 0;
  for (const character of text) {
    const encoded = encodeGbk(character);
    if (at + encoded.length > width) break;
    bytes.set(encoded, at);
    at += encoded.length;
  }
  return bytes;
}
