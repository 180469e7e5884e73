// What a reader would take from a demo card and its terminal: made-up data of the demo world only.

import type { DemoCard } from './screen.js';

/** ISO/IEC 7813 track 2: PAN, separator, expiry YYMM, service code, discretionary data. */
export function trackTwoOf({ pan, expiry, serviceCode }: DemoCard): string {
  return `${pan}D${expiry}${serviceCode}00000`;
}

/** The demo master key of a terminal. */
export function fromDemoHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** First six and last four, as everywhere. */
export function maskedPanOf({ pan }: DemoCard): string {
  return `${pan.slice(0, 6)}${'*'.repeat(pan.length - 10)}${pan.slice(-4)}`;
}
