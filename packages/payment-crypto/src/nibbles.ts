// Half bytes by index, the high half of a byte first: digits in PIN blocks and account number fields.

/** The nibble at `index`; 0 beyond the end. */
export function nibbleAt(block: Uint8Array, index: number): number {
  const byte = block[index >>> 1] ?? 0;
  return (index & 1) === 0 ? byte >>> 4 : byte & 15;
}

export function setNibbleAt(block: Uint8Array, index: number, value: number): void {
  const byte = block[index >>> 1]!;
  block[index >>> 1] = (index & 1) === 0 ? (value << 4) | (byte & 15) : (byte & 0xf0) | value;
}
