// Digits being typed that no screen shows: kept beside React's state, which only knows how many there are.

import { useRef, useState } from 'react';
import type { PadKey } from './pad.js';

export interface TypedDigits {
  readonly length: number;
  /** Digits and the yellow key; answers false for the other keys. */
  press(key: PadKey): boolean;
  /** Hands the digits over and forgets them. */
  take(): string;
}

export function useDigits(longest: number): TypedDigits {
  const digits = useRef('');
  const [length, setLength] = useState(0);
  const set = (next: string): void => {
    digits.current = next;
    setLength(next.length);
  };
  return {
    length,
    press(key) {
      if (key === 'clear') set(digits.current.slice(0, -1));
      else if (/^[0-9]$/.test(key)) set((digits.current + key).slice(0, longest));
      else return false;
      return true;
    },
    take() {
      const taken = digits.current;
      set('');
      return taken;
    },
  };
}
