// An amount as every action takes it: whole fen that fit field 4.

/** @throws RangeError for anything else */
export function requireAmount(amountMinor: number): void {
  if (!(Number.isInteger(amountMinor) && amountMinor > 0 && amountMinor < 1e12)) {
    throw new RangeError('the amount is a whole number of fen of up to 12 digits');
  }
}
