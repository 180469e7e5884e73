// F48 of a batch upload (0320): up to eight online payments in one message, and at the end how many items went
// up in all.

import { exactDigits } from './settlement-totals.js';

/** 00 domestic: answered with the card organisation CUP in F63, or with none. 01 foreign: any other. */
export type CardClass = '00' | '01';

export interface BatchDetail {
  readonly cardClass: CardClass;
  /** Six digits. */
  readonly trace: string;
  /** Empty for a payment without a card number (a scanned code). */
  readonly pan: string;
  readonly amountMinor: number;
}

export const DETAILS_PER_MESSAGE = 8;

const PAN_DIGITS = 20;
const DETAIL_DIGITS = 40;

/** Count 2, then class 2, trace 6, PAN 20, amount 12 for each. Throws a RangeError for what does not fit. */
export function formatF48Details(details: readonly BatchDetail[]): string {
  if (details.length === 0 || details.length > DETAILS_PER_MESSAGE) {
    throw new RangeError(`a message takes 1 to ${DETAILS_PER_MESSAGE} details`);
  }
  const rows = details.map(({ cardClass, trace, pan, amountMinor }) => {
    if (!/^[0-9]{6}$/.test(trace) || !/^[0-9]{0,19}$/.test(pan)) throw new RangeError('not a batch detail');
    return cardClass + trace + pan.padStart(PAN_DIGITS, '0') + exactDigits(amountMinor, 12);
  });
  return exactDigits(details.length, 2) + rows.join('');
}

export function parseF48Details(text: string): readonly BatchDetail[] | undefined {
  const count = Number(text.slice(0, 2));
  if (!/^[0-9]+$/.test(text) || count === 0 || count > DETAILS_PER_MESSAGE) return undefined;
  if (text.length !== 2 + count * DETAIL_DIGITS) return undefined;
  const details: BatchDetail[] = [];
  for (let at = 2; at < text.length; at += DETAIL_DIGITS) {
    const cardClass = text.slice(at, at + 2);
    if (cardClass !== '00' && cardClass !== '01') return undefined;
    details.push({
      cardClass,
      trace: text.slice(at + 2, at + 8),
      // A PAN never starts with 0 (ISO/IEC 7812-1: 0 is kept for the standards bodies' own use).
      pan: text.slice(at + 8, at + 28).replace(/^0+/, ''),
      amountMinor: Number(text.slice(at + 28, at + DETAIL_DIGITS)),
    });
  }
  return details;
}

/** 60.3 = 202 or 207: items of all the messages before, each detail counted. */
export function formatF48ItemCount(count: number): string {
  return exactDigits(count, 4);
}

export function parseF48ItemCount(text: string): number | undefined {
  return /^[0-9]{4}$/.test(text) ? Number(text) : undefined;
}

/** F48 of a tip (60.1 = 34): the part of F4 that is the tip. */
export function formatF48Tip(tipMinor: number): string {
  return exactDigits(tipMinor, 12);
}

export function parseF48Tip(text: string): number | undefined {
  return /^[0-9]{12}$/.test(text) ? Number(text) : undefined;
}
