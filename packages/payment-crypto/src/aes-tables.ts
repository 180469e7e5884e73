// The lookups of AES (FIPS 197), computed once at load from arithmetic in GF(2^8): the S-boxes, and for
// each direction four tables that join the S-box with MixColumns for a byte in row 0, 1, 2 and 3.

export const SBOX: Uint8Array = new Uint8Array(256);
export const INVERSE_SBOX: Uint8Array = new Uint8Array(256);
/** `MIX[256 * row + byte]`: the column that SubBytes and MixColumns make of one byte. */
export const MIX: Int32Array = new Int32Array(4 * 256);
/** The same for InvSubBytes and InvMixColumns. */
export const INVERSE_MIX: Int32Array = new Int32Array(4 * 256);

fillSBoxes();
fillMix(MIX, SBOX, [2, 1, 1, 3]);
fillMix(INVERSE_MIX, INVERSE_SBOX, [14, 9, 13, 11]);

/** The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (FIPS 197, 4.2). */
export function multiply(a: number, b: number): number {
  let product = 0;
  for (let factor = a, rest = b; rest > 0; rest >>>= 1) {
    if (rest & 1) product ^= factor;
    factor = (factor << 1) ^ (factor & 0x80 ? 0x11b : 0);
  }
  return product;
}

/** Walks the field by its generator 3 and that generator's inverse 246, so that `y` stays 1 / `x`. */
function fillSBoxes(): void {
  SBOX[0] = 0x63;
  for (let step = 0, x = 1, y = 1; step < 255; step++) {
    const affine = y ^ rotateByte(y, 1) ^ rotateByte(y, 2) ^ rotateByte(y, 3) ^ rotateByte(y, 4);
    SBOX[x] = affine ^ 0x63;
    x = multiply(x, 3);
    y = multiply(y, 246);
  }
  for (let byte = 0; byte < 256; byte++) INVERSE_SBOX[SBOX[byte]!] = byte;
}

function fillMix(
  table: Int32Array,
  sbox: Uint8Array,
  column: readonly [number, number, number, number],
): void {
  for (let byte = 0; byte < 256; byte++) {
    const s = sbox[byte]!;
    let word = 0;
    for (const factor of column) word = (word << 8) | multiply(s, factor);
    for (let row = 0; row < 4; row++) {
      table[256 * row + byte] = word;
      word = (word >>> 8) | (word << 24);
    }
  }
}

function rotateByte(byte: number, bits: number): number {
  return ((byte << bits) | (byte >>> (8 - bits))) & 255;
}
