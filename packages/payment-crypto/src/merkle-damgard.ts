// What SHA-1, SHA-256 and SM3 have in common: blocks of 64 bytes, big-endian words, a one bit and the
// message length at the end (FIPS 180-4, 5.1.1; GB/T 32905-2016, 5.2).

const BLOCK_BYTES = 64;
const LENGTH_AT = 56;

export type HashFunction = (data: Uint8Array) => Uint8Array;

/**
 * Hashes `data`: `compress` folds the sixteen words of a block into `state`, which starts as
 * `initialState` and is the result.
 */
export function hashBlocks(
  data: Uint8Array,
  initialState: readonly number[],
  compress: (state: Int32Array, block: Int32Array) => void,
): Uint8Array {
  const blocks = Math.ceil((data.length + 9) / BLOCK_BYTES);
  const padded = new Uint8Array(blocks * BLOCK_BYTES);
  padded.set(data);
  padded[data.length] = 0x80;
  const view = new DataView(padded.buffer);
  const lengthAt = padded.length - BLOCK_BYTES + LENGTH_AT;
  view.setUint32(lengthAt, Math.floor(data.length / 0x20000000));
  view.setUint32(lengthAt + 4, data.length << 3);
  const state = Int32Array.from(initialState);
  const block = new Int32Array(16);
  for (let at = 0; at < padded.length; at += BLOCK_BYTES) {
    for (let i = 0; i < 16; i++) block[i] = view.getInt32(at + 4 * i);
    compress(state, block);
  }
  padded.fill(0);
  const hash = new Uint8Array(4 * state.length);
  const words = new DataView(hash.buffer);
  for (const [i, word] of state.entries()) words.setInt32(4 * i, word);
  return hash;
}

export function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
