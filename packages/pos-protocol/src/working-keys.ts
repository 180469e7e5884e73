// F62 of a sign-on answer: working keys encrypted under the terminal's master key, each with its check value.

/** A double-length TDES key under the TMK. */
export interface TransportedWorkingKey {
  /** 16 bytes, TDES ECB under the TMK. */
  readonly keyUnderTmk: Uint8Array;
  /** First 4 bytes of the encryption of eight zero bytes under the clear key. */
  readonly kcvBytes: Uint8Array;
}

export interface WorkingKeys {
  readonly pinKey: TransportedWorkingKey;
  readonly macKey: TransportedWorkingKey;
  /** Only when the terminal asked for it (60.3 = 004). */
  readonly trackKey?: TransportedWorkingKey;
}

const KEY_BYTES = 16;
const KCV_BYTES = 4;
const SLOT_BYTES: number = KEY_BYTES + KCV_BYTES;

/** 40 bytes (003) or 60 (004); undefined for any other length. */
export function parseF62WorkingKeys(bytes: Uint8Array): WorkingKeys | undefined {
  const slots = bytes.length / SLOT_BYTES;
  if (slots !== 2 && slots !== 3) return undefined;
  const slot = (index: number): TransportedWorkingKey => {
    const at = index * SLOT_BYTES;
    return {
      keyUnderTmk: bytes.slice(at, at + KEY_BYTES),
      kcvBytes: bytes.slice(at + KEY_BYTES, at + SLOT_BYTES),
    };
  };
  return { pinKey: slot(0), macKey: slot(1), ...(slots === 3 && { trackKey: slot(2) }) };
}

/** Throws a RangeError when a key or a check value has another length. */
export function formatF62WorkingKeys({ pinKey, macKey, trackKey }: WorkingKeys): Uint8Array {
  const slots = trackKey === undefined ? [pinKey, macKey] : [pinKey, macKey, trackKey];
  const bytes = new Uint8Array(slots.length * SLOT_BYTES);
  slots.forEach(({ keyUnderTmk, kcvBytes }, index) => {
    if (keyUnderTmk.length !== KEY_BYTES || kcvBytes.length !== KCV_BYTES) {
      throw new RangeError(`a working key takes ${KEY_BYTES} bytes and ${KCV_BYTES} of check value`);
    }
    bytes.set(keyUnderTmk, index * SLOT_BYTES);
    bytes.set(kcvBytes, index * SLOT_BYTES + KEY_BYTES);
  });
  return bytes;
}
