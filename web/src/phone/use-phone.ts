// What the phone shows, asked again every two seconds while the page is looked at: payments appear as they happen.

import type { PhoneView } from '@tillgate/server/api';
import { useCallback, useEffect, useState } from 'react';
import { askHost, type HostError } from '../session/ask-host.js';

const EVERY_MS = 2_000;

export interface Phone {
  /** Undefined before the first answer, and when nobody is signed in. */
  readonly view: PhoneView | undefined;
  /** The host's clock less this one's. */
  readonly aheadMs: number;
  readonly isSignedOut: boolean;
  readonly error: HostError | undefined;
  readonly again: () => void;
}

export function usePhone(): Phone {
  const [state, setState] = useState<Omit<Phone, 'again'>>({
    ...{ view: undefined, aheadMs: 0, isSignedOut: false, error: undefined },
  });
  const again = useCallback((): void => {
    askHost<PhoneView>('/api/phone/view').then(
      (view) => setState({ view, aheadMs: view.now - Date.now(), isSignedOut: false, error: undefined }),
      (error: HostError) =>
        setState((before) =>
          error.status === 401
            ? { view: undefined, aheadMs: 0, isSignedOut: true, error: undefined }
            : { ...before, error },
        ),
    );
  }, []);
  useEffect(() => {
    again();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [again]);
  return { ...state, again };
}
