// The counter of a key serial number (ANSI X9.24-1 and X9.24-3): a terminal skips values with too many one
// bits, because each one bit is a step of key derivation.

/**
 * The value after `counter`, or undefined when there is none and the terminal is used up.
 * @param bits width of the counter: 21 for TDES, 32 for AES
 * @param onesMax one bits allowed: 10 for TDES, 16 for AES
 */
export function nextDukptCounter(counter: number, bits: number, onesMax: number): number | undefined {
  const lowestOne = counter === 0 ? 1 : 2 ** trailingZeros(counter);
  const next = countOnes(counter + 1) <= onesMax ? counter + 1 : counter + lowestOne;
  return next < 2 ** bits ? next : undefined;
}

/** True for a counter that a terminal uses for a transaction. */
export function isDukptCounter(counter: number, onesMax: number): boolean {
  return counter > 0 && countOnes(counter) <= onesMax;
}

/** One bits of a counter from the highest down: the steps of a derivation. */
export function dukptSteps(counter: number, bits: number): readonly number[] {
  const steps: number[] = [];
  for (let bit = bits - 1; bit >= 0; bit--) {
    const value = 2 ** bit;
    if (Math.floor(counter / value) % 2 === 1) steps.push(value);
  }
  return steps;
}

function countOnes(value: number): number {
  let ones = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}

function trailingZeros(value: number): number {
  let zeros = 0;
  for (let rest = value; rest % 2 === 0; rest /= 2) zeros++;
  return zeros;
}
