// F62 of a sign-on request: which key of its own the terminal holds, by check value, so that the host encrypts the
// working keys under that one. Sent by terminals whose key was handed to them; the layout is this dialect's extension.

const CHECK_VALUE_BYTES = 3;

/** @param kcv six hexadecimal digits */
export function formatF62OwnKey(kcv: string): Uint8Array {
  return Uint8Array.from({ length: CHECK_VALUE_BYTES }, (_, at) =>
    Number.parseInt(kcv.slice(2 * at, 2 * at + 2), 16),
  );
}

/** Six upper-case hexadecimal digits; undefined for what is no check value. */
export function parseF62OwnKey(f62: Uint8Array | undefined): string | undefined {
  if (f62?.length !== CHECK_VALUE_BYTES) return undefined;
  return Array.from(f62, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
}
