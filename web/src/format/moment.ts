// Moments as people read them: the acquirer's local time, with its zone said, beside how long ago it was.

import type { Language } from '../language/texts.js';

/** Times on receipts, in messages and here are the acquirer's. */
const ACQUIRER_ZONE = 'Asia/Shanghai';
export const ZONE_LABEL = 'UTC+8';

const clockTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: ACQUIRER_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const date = new Intl.DateTimeFormat('sv-SE', { timeZone: ACQUIRER_ZONE });

/** `14:03:22`. */
export function timeOf(at: number): string {
  return clockTime.format(at);
}

/** `2026-11-22`. */
export function dateOf(at: number): string {
  return date.format(at);
}

/** `2026-11-22 14:03:22 UTC+8`. */
export function momentOf(at: number): string {
  return `${dateOf(at)} ${timeOf(at)} ${ZONE_LABEL}`;
}

const UNITS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** `3 minutes ago`, `3分钟前`. */
export function agoOf(at: number, now: number, language: Language): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const [unit, size] = UNITS.find((one) => seconds >= one[1]) ?? ['second', 1];
  const format = new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'auto' });
  return format.format(-Math.floor(seconds / size), unit);
}

/** `1,234 µs`. */
export function microsOf(micros: number): string {
  return `${String(micros).replace(/\B(?=(\d{3})+$)/g, ',')} µs`;
}
