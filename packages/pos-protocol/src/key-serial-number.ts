// F62 of messages with a MAC where each has keys of its own: the key serial number (ANSI X9.24-3, 5.1) in front,
// then what the message has in F62 anyway. The layout is this dialect's extension.

/** Initial key id 8, counter 4. */
export const KSN_BYTES = 12;
const ID_BYTES = 8;

export interface KeySerialNumber {
  /** As it stands in the message. */
  readonly bytes: Uint8Array;
  /** Names the initial key: the eight characters of field 41. */
  readonly initialKeyId: string;
  /** Goes up with every message of the terminal. */
  readonly counter: number;
}

/** @param counter 1 to 2^32 - 1 */
export function formatKsn(terminalId: string, counter: number): Uint8Array {
  const bytes = new Uint8Array(KSN_BYTES);
  if (terminalId.length !== ID_BYTES) throw new RangeError('a terminal has eight characters');
  for (let at = 0; at < ID_BYTES; at += 1) bytes[at] = terminalId.charCodeAt(at);
  new DataView(bytes.buffer).setUint32(ID_BYTES, counter);
  return bytes;
}

/** Undefined when F62 is too short to begin with one. */
export function parseF62Ksn(f62: Uint8Array | undefined): KeySerialNumber | undefined {
  if (f62 === undefined || f62.length < KSN_BYTES) return undefined;
  const bytes = f62.slice(0, KSN_BYTES);
  const initialKeyId = String.fromCharCode(...bytes.subarray(0, ID_BYTES));
  return { bytes, initialKeyId, counter: new DataView(bytes.buffer).getUint32(ID_BYTES) };
}
