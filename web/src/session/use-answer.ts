// Asks the host for something that a screen shows, again whenever the path changes.

import { useCallback, useEffect, useState } from 'react';
import { askHost, type HostError } from './ask-host.js';

export interface Asked<Answer> {
  readonly answer: Answer | undefined;
  readonly error: HostError | undefined;
  readonly again: () => void;
}

/**
 * Keeps the last answer on the screen until the next one is there, unless it was for another path.
 * @param path undefined: nothing is asked
 */
export function useAnswer<Answer>(path: string | undefined): Asked<Answer> {
  const [asked, setAsked] = useState<{ path: string | undefined; answer?: Answer; error?: HostError }>({
    path,
  });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks the same path again
  useEffect(() => {
    if (!path) return;
    let stale = false;
    askHost<Answer>(path).then(
      (answer) => !stale && setAsked({ path, answer }),
      (error: HostError) => !stale && setAsked({ path, error }),
    );
    return () => {
      stale = true;
    };
  }, [path, turn]);
  const current = asked.path === path ? asked : undefined;
  return {
    answer: current?.answer,
    error: current?.error,
    again: useCallback(() => setTurn((before) => before + 1), []),
  };
}
