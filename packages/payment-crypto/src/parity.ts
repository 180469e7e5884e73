// Odd parity of DES keys (FIPS 46-3: the last bit of each byte makes the count of ones odd).

/** A copy of the key in which every byte has odd parity. */
export function adjustParity(key: Uint8Array): Uint8Array {
  return key.map((byte) => (hasOddParityByte(byte) ? byte : byte ^ 1));
}

export function hasOddParity(key: Uint8Array): boolean {
  return key.every(hasOddParityByte);
}

function hasOddParityByte(byte: number): boolean {
  let folded = byte ^ (byte >>> 4);
  folded ^= folded >>> 2;
  folded ^= folded >>> 1;
  return (folded & 1) === 1;
}
