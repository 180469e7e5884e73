// What the host tells the cashier about a payment that was not approved: its words and the next step. What is to be
// found out is found after the answer has left, so the page asks a few times; what comes is the cashier's part alone.

import type { TillExplanation } from '@tillgate/server/api';
import { useEffect } from 'react';
import type { Language } from '../language/texts.js';
import { useAnswer } from '../session/use-answer.js';

/** The host gathers for 100 ms before it looks, and looks for a moment. */
const ASK_AGAIN_MS = [400, 1200, 3000];

/** Undefined until the host has told it, and where it cannot be asked. @param rrn undefined: nothing is asked */
export function useToldByHost(rrn: string | undefined, language: Language): TillExplanation | undefined {
  const query = new URLSearchParams({ lang: language });
  const { answer, again } = useAnswer<TillExplanation>(
    rrn && `/api/demo/explanations/${encodeURIComponent(rrn)}?${query}`,
  );
  useEffect(() => {
    const timers = ASK_AGAIN_MS.map((ms) => setTimeout(again, ms));
    return () => timers.forEach(clearTimeout);
  }, [again]);
  return answer;
}
