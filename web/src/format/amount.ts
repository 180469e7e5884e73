// Amounts as people read them. Minor units in, two digits after the point out; never through a float.

/** `1,234.56`; a minus sign (U+2212, as wide as a digit) for what is below zero. */
export function amountDigits(amountMinor: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amountMinor < 0 ? '−' : ''}${whole}.${digits.slice(-2)}`;
}

/** ISO 4217 numeric to the sign before the digits; a currency that is not here shows its number. */
const SIGNS: Readonly<Record<string, string>> = { 156: '¥', CNY: '¥' };

export function currencySign(currency: string): string {
  return SIGNS[currency] ?? currency;
}
