// The live list on the page: the first rows, each new one as it is committed, older ones on demand. The
// stream resumes by itself and brings what was missed (server-sent events, Last-Event-ID).

import type { TransactionList, TransactionSummary } from '@tillgate/server/api';
import { useEffect, useReducer, useRef, useState } from 'react';
import { askHost, type HostError } from '../session/ask-host.js';
import { changeRows, fitsSearch, type LiveRows, noRows } from './live-rows.js';

export type LineState = 'connecting' | 'live' | 'lost';

export interface LiveList extends LiveRows {
  readonly line: LineState;
  /** When the host was last heard of; undefined before the first time. */
  readonly freshAt: number | undefined;
  readonly error: HostError | undefined;
  readonly loadOlder: () => void;
  readonly release: () => void;
}

const PAGE_ROWS = 50;
const REOPEN_MS = 3_000;

function pathOf(search: string, before?: number): string {
  const query = new URLSearchParams({ limit: String(PAGE_ROWS) });
  if (search !== '') query.set('search', search);
  if (before !== undefined) query.set('before', String(before));
  return `/api/transactions?${query}`;
}

export function useLiveList(search: string, isHeld: boolean, onSessionEnd: () => void): LiveList {
  const [rows, change] = useReducer(changeRows, noRows);
  const [line, setLine] = useState<LineState>('connecting');
  const [freshAt, setFreshAt] = useState<number>();
  const [error, setError] = useState<HostError>();
  const [turn, setTurn] = useState(0);
  const held = useRef(isHeld);
  held.current = isHeld;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn opens the stream again
  useEffect(() => {
    let stale = false;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    const fail = (reason: HostError): void => {
      if (stale) return;
      if (reason.status === 401) onSessionEnd();
      else setError(reason);
    };
    const load = (): void => {
      askHost<TransactionList>(pathOf(search)).then((list) => {
        if (stale) return;
        change({ type: 'loaded', list });
        setError(undefined);
        setFreshAt(Date.now());
      }, fail);
    };
    // The list is asked for once the stream is open, so that nothing falls between the two.
    const stream = new EventSource('/api/events');
    let isFirst = true;
    stream.onopen = () => {
      setLine('live');
      setFreshAt(Date.now());
      if (isFirst) load();
      isFirst = false;
    };
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      const row = JSON.parse(data) as TransactionSummary;
      setFreshAt(Date.now());
      if (fitsSearch(row, search)) change({ type: 'arrived', row, isHeld: held.current });
    };
    stream.onerror = () => {
      setLine('lost');
      // The browser opens it again by itself, unless the host has refused it: the session may be over.
      if (stream.readyState !== EventSource.CLOSED) return;
      askHost('/api/me').catch(fail);
      reopening = setTimeout(() => setTurn((before) => before + 1), REOPEN_MS);
    };
    return () => {
      stale = true;
      stream.close();
      clearTimeout(reopening);
    };
  }, [search, onSessionEnd, turn]);

  useEffect(() => {
    if (!isHeld) change({ type: 'released' });
  }, [isHeld]);

  const loadOlder = (): void => {
    if (rows.before === null) return;
    askHost<TransactionList>(pathOf(search, rows.before)).then(
      (list) => change({ type: 'older', list }),
      setError,
    );
  };
  return { ...rows, line, freshAt, error, loadOlder, release: () => change({ type: 'released' }) };
}
