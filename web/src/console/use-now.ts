// The time of now on the page, for "3 minutes ago": moves on every few seconds.

import { useEffect, useState } from 'react';

const STEP_MS = 5_000;

export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
