// What a page of the console shows: one answer of the host, and the end of the session where the host says so.

import { useEffect } from 'react';
import { type Asked, useAnswer } from '../session/use-answer.js';

/** As `useAnswer`; asks again every `lookEveryMs` where that is given. */
export function usePageAnswer<Answer>(
  path: string,
  onSessionEnd: () => void,
  lookEveryMs?: number,
): Asked<Answer> {
  const asked = useAnswer<Answer>(path);
  const { error, again } = asked;
  useEffect(() => {
    if (error?.status === 401) onSessionEnd();
  }, [error, onSessionEnd]);
  useEffect(() => {
    if (lookEveryMs === undefined) return;
    const timer = setInterval(again, lookEveryMs);
    return () => clearInterval(timer);
  }, [again, lookEveryMs]);
  return asked;
}
