// What a change of a PIN ends with, and which PINs a bank does not take: those that anybody would try first.

/** Why a new PIN is refused though it is well formed. */
type WeakPin = 'same-digits' | 'sequence';

/**
 * `changed` brings the new reference; `unchanged`: the new PIN is the old one. The old PIN was right in all but
 * `mismatch` and `undecodable`.
 */
export const PIN_CHANGE_RESULTS = [
  'changed',
  'mismatch',
  'undecodable',
  'unchanged',
  'same-digits',
  'sequence',
] as const;

export interface PinChange {
  readonly result: (typeof PIN_CHANGE_RESULTS)[number];
  /** The new PVV or offset; empty unless changed. */
  readonly value: string;
}

/** @param pin digit values; undefined when it is not one of the first that anybody would try */
export function weaknessOf(pin: Uint8Array): WeakPin | undefined {
  const step = ((((pin[1] ?? 0) - (pin[0] ?? 0)) % 10) + 10) % 10;
  if (step !== 0 && step !== 1 && step !== 9) return undefined;
  for (let at = 1; at < pin.length; at += 1) {
    if (pin[at] !== ((pin[at - 1] ?? 0) + step) % 10) return undefined;
  }
  return step === 0 ? 'same-digits' : 'sequence';
}
