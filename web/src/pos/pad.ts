// The keys of the terminal, on the screen and on the keyboard, and who listens to them. The physical keys
// are Escape (red), Backspace (yellow), Enter (green), digits and the number pad.

import { createContext, type RefObject, use, useEffect, useLayoutEffect } from 'react';

export type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
export type PadKey = Digit | '00' | 'cancel' | 'clear' | 'enter';

export interface PadLayout {
  /** The ten digits in the places of 1 to 9 and 0. */
  readonly digits: readonly Digit[];
  /** A key that is pressed must not show it: somebody may be looking. */
  readonly isQuiet: boolean;
  readonly isLarge: boolean;
}

/** Telephone order, 1-2-3 on top (EN 1332-3). */
export const FIXED_DIGITS: readonly Digit[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];
export const PLAIN_LAYOUT: PadLayout = { digits: FIXED_DIGITS, isQuiet: false, isLarge: false };

export interface Pad {
  readonly listener: RefObject<(key: PadKey) => void>;
  readonly setLayout: (layout: PadLayout) => void;
}

export const PadContext = createContext<Pad | undefined>(undefined);

/** The screen that is up hears the keys. */
export function usePad(onKey: (key: PadKey) => void, layout: PadLayout = PLAIN_LAYOUT): void {
  const pad = use(PadContext);
  useLayoutEffect(() => {
    if (pad) pad.listener.current = onKey;
  });
  useEffect(() => pad?.setLayout(layout), [pad, layout]);
}

const NAMED: Readonly<Record<string, PadKey>> = { Escape: 'cancel', Backspace: 'clear', Enter: 'enter' };

/** The key of the terminal that a key of the keyboard means. */
export function padKeyOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): PadKey | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return /^[0-9]$/.test(event.key) ? (event.key as Digit) : NAMED[event.key];
}

/** Every order of the digits is as likely as any other: sorted by random numbers. */
export function shuffledDigits(randomNumbers: Uint32Array): readonly Digit[] {
  return FIXED_DIGITS.map((digit, at) => ({ digit, rank: randomNumbers[at] ?? 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ digit }) => digit);
}
