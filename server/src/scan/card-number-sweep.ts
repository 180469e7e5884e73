// Card numbers that nobody declared: under a canary's BIN, 13 to 19 digits, with a right check digit (ISO/IEC
// 7812-1, annex B), not masked. Groups of digits may be apart by one space or dash.

const IN_ONE_RUN = /^[0-9]{13,19}(?![0-9])/;
const IN_GROUPS = /^[0-9]{4,6}(?:([ -])[0-9]{2,9})(?:\1[0-9]{2,9}){0,4}(?![0-9])/;
/** Enough for 19 digits in groups, in UTF-16. */
export const SWEEP_BYTES = 56;

/** The digits of the card number that begins with the first byte, or undefined. */
export function cardNumberAt(bytes: Buffer): string | undefined {
  const text = bytes.subarray(0, SWEEP_BYTES).toString('latin1').replaceAll('\0', '');
  return [IN_ONE_RUN, IN_GROUPS]
    .map((form) => form.exec(text)?.[0].replace(/[ -]/g, '') ?? '')
    .find((digits) => digits.length >= 13 && digits.length <= 19 && hasRightCheckDigit(digits));
}

/** Luhn: every second digit from the right is doubled; the sum of all digits is a multiple of 10. */
export function hasRightCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const counted = i % 2 === 0 ? digit : digit * 2;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}
