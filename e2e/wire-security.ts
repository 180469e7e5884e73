// A terminal's cryptography over node:crypto alone: TDES, the UnionPay ECB MAC (protocol section 5), the PIN
// block of ISO 9564 format 0 and the track under its key (section 6).

import { createCipheriv, createDecipheriv } from 'node:crypto';

/** A double-length key as the three keys of TDES. */
function threeKeys(key: Buffer): Buffer {
  return Buffer.concat([key, key.subarray(0, 8)]);
}

export function encryptTdes(key: Buffer, data: Buffer): Buffer {
  const cipher = createCipheriv('des-ede3', threeKeys(key), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

export function decryptTdes(key: Buffer, data: Buffer): Buffer {
  const decipher = createDecipheriv('des-ede3', threeKeys(key), null).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

function xor(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)));
}

/** First four bytes of the encryption of zeros. */
export function checkValue(key: Buffer): Buffer {
  return encryptTdes(key, Buffer.alloc(8)).subarray(0, 4);
}

/** Field 64: eight upper-case hex characters, as bytes. `data` is MTI up to the byte before field 64. */
export function macOf(key: Buffer, data: Buffer): Buffer {
  let block: Buffer = Buffer.alloc(8);
  for (let at = 0; at < data.length; at += 8) block = xor(block, data.subarray(at, at + 8));
  const text = Buffer.from(block.toString('hex').toUpperCase(), 'latin1');
  const first = encryptTdes(key, text.subarray(0, 8));
  const last = encryptTdes(key, xor(first, text.subarray(8)));
  return Buffer.from(last.toString('hex').toUpperCase().slice(0, 8), 'latin1');
}

/** Field 52 in hex: length and PIN, XOR the twelve digits of the PAN before its check digit. */
export function pinBlock(key: Buffer, pin: string, pan: string): string {
  const clear = Buffer.from(`0${pin.length.toString(16)}${pin}`.padEnd(16, 'f'), 'hex');
  const account = Buffer.from(`0000${pan.slice(-13, -1)}`, 'hex');
  return encryptTdes(key, xor(clear, account)).toString('hex').toUpperCase();
}

/** Field 35 with the eight bytes that end one byte before its last packed byte encrypted. */
export function encryptTrack(key: Buffer, track: string): string {
  const packed = Buffer.from(track.length % 2 === 1 ? `${track}0` : track, 'hex');
  const end = packed.length - 1;
  encryptTdes(key, packed.subarray(end - 8, end)).copy(packed, end - 8);
  return packed.toString('hex').toUpperCase().slice(0, track.length);
}
