// What values can hardly be: dates that are none, card numbers without their check digit, codes that nobody
// uses. Bytes that are read wrongly seldom pass all of it, which tells one way of reading from another.

import { readTlv } from '@tillgate/emv';
import { type Message, toHex } from '@tillgate/iso8583';
import { kindOf, parseF53, parseF60, parseF61 } from '@tillgate/pos-protocol';

export interface Plausibility {
  readonly passed: number;
  /** Fields whose value is none that a terminal or host would send. */
  readonly failed: readonly number[];
}

type Check = (text: string, message: Message) => boolean | undefined;

const between = (low: number, high: number, digits: string): boolean => {
  const value = Number(digits);
  return /^[0-9]+$/.test(digits) && value >= low && value <= high;
};
const monthDay = (text: string): boolean =>
  between(1, 12, text.slice(0, 2)) && between(1, 31, text.slice(2, 4));
const time = (text: string): boolean =>
  between(0, 23, text.slice(0, 2)) && between(0, 59, text.slice(2, 4)) && between(0, 59, text.slice(4, 6));

/** ISO/IEC 7812-1 annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return /^[0-9]+$/.test(digits) && sum % 10 === 0;
}

const printable = (text: string): boolean => /^[ -~]+$/.test(text);
const isPan = (text: string): boolean => text.length >= 12 && text.length <= 19 && passesLuhn(text);
const READINGS = /^(0[0-9]|10|79|80|81|82|9[0-9])[0-9]$/;
const CURRENCIES = new Set(['156', '344', '392', '446', '702', '826', '840', '978', 'CNY', 'USD', 'EUR']);

/** By field number, for the meanings that all dialects share; undefined: nothing can be said. */
const checks: Readonly<Record<number, Check>> = {
  2: isPan,
  3: (text) =>
    /^(0[0-9]|1[0-9]|2[0-9]|3[0-9]|4[0-9]|5[0-9]|9[0-9])[0-9]{4}$/.test(text) && text.endsWith('00'),
  4: (text) => /^0{2}/.test(text) || undefined,
  7: (text) => monthDay(text) && time(text.slice(4)),
  12: (text) => (text.length === 6 ? time(text) : monthDay(text.slice(-10)) && time(text.slice(-6))),
  13: (text) => (text.length === 4 ? monthDay(text) || between(1, 12, text.slice(2)) : undefined),
  14: (text) => between(1, 12, text.slice(2, 4)),
  15: (text) => (text.length === 4 ? monthDay(text) : monthDay(text.slice(-4))),
  22: (text) => (text.length === 3 ? READINGS.test(text) : undefined),
  23: (text) => text.startsWith('00'),
  25: (text) => (text.length === 2 ? /^[0-6][0-9]$/.test(text) : undefined),
  26: (text) => (text.length === 2 ? between(4, 12, text) : undefined),
  32: (text) => /^[0-9]{4,11}$/.test(text),
  35: (text, message) => {
    const [pan = '', rest = ''] = text.split(/[D=]/);
    const same = message.text(2) === undefined || message.text(2) === pan;
    return isPan(pan) && same && (between(1, 12, rest.slice(2, 4)) || rest.length < 4);
  },
  37: (text) => /^[0-9A-Za-z ]{12}$/.test(text),
  38: (text) => /^[0-9A-Za-z ]{6}$/.test(text),
  39: (text) => /^[0-9A-Z][0-9A-Z]{1,3}$/.test(text),
  41: (text) => printable(text),
  42: (text) => printable(text),
  49: (text) => CURRENCIES.has(text) || undefined,
  53: (text) => (text.length === 16 ? parseF53(text) !== undefined || undefined : undefined),
};

/** Of the terminal dialect only. */
const posChecks: Readonly<Record<number, Check>> = {
  60: (text) => parseF60(text) !== undefined,
  61: (text) => parseF61(text) !== undefined,
};

export function plausibilityOf(message: Message, isPos: boolean): Plausibility {
  let passed = 0;
  const failed: number[] = [];
  const count = (field: number, good: boolean | undefined): void => {
    if (good === false) failed.push(field);
    else if (good) passed += 1;
  };
  for (const field of message.fieldNumbers()) {
    const check = (isPos ? posChecks[field] : undefined) ?? checks[field];
    const value = message.value(field)!;
    // Where a length was counted in bytes, digits were read as bytes: their hexadecimal form is the digits.
    const text = typeof value === 'string' ? value : toHex(value).replace(/[0F]$/, '');
    if (check) count(field, check(text, message));
    else if (field === 55 && typeof value !== 'string') count(55, isChipData(value));
  }
  if (isPos) count(0, kindOf(message) !== undefined || undefined);
  return { passed, failed };
}

function isChipData(value: Uint8Array): boolean {
  const { items, problems } = readTlv(value);
  return problems.length === 0 && items.length > 0;
}
