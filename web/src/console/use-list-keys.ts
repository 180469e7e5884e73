// The list by keyboard: `/` search, `j` and `k` move, Enter opens, Esc closes, `?` helps.

import { type RefObject, useEffect, useRef } from 'react';
import { linkTo } from './address.js';

interface ListKeys {
  readonly rrns: readonly string[];
  readonly marked: string | undefined;
  readonly open: string | undefined;
  readonly showsHelp: boolean;
  readonly searchBox: RefObject<HTMLInputElement | null>;
  readonly setMarked: (rrn: string | undefined) => void;
  readonly setShowsHelp: (shows: boolean) => void;
  readonly show: (rrn: string) => void;
  readonly close: () => void;
}

export function useListKeys(keys: ListKeys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (pressed(event, current.current)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

/** True when the key did something here. */
function pressed(event: KeyboardEvent, keys: ListKeys): boolean {
  const target = event.target as HTMLElement;
  if (event.key === 'Escape') return stepBack(keys, target);
  if (target.matches('input, textarea, select') || event.altKey) return false;
  if (event.key === 'Enter' && keys.marked !== undefined && !target.matches('a, button')) {
    if (event.ctrlKey || event.metaKey) open(linkTo({ rrn: keys.marked }), '_blank');
    else keys.show(keys.marked);
    return true;
  }
  if (event.ctrlKey || event.metaKey) return false;
  switch (event.key) {
    case '/':
      keys.searchBox.current?.select();
      return true;
    case '?':
      keys.setShowsHelp(true);
      return true;
    case 'j':
      return move(keys, 1);
    case 'k':
      return move(keys, -1);
    default:
      return false;
  }
}

function stepBack(keys: ListKeys, target: HTMLElement): boolean {
  if (keys.showsHelp) keys.setShowsHelp(false);
  else if (target.matches('input')) target.blur();
  else if (keys.open !== undefined) keys.close();
  else keys.setMarked(undefined);
  return true;
}

/** With the drawer open, the next row takes its place in it. */
function move(keys: ListKeys, step: 1 | -1): boolean {
  const from = keys.rrns.indexOf(keys.open ?? keys.marked ?? '');
  const next = keys.rrns[from === -1 ? 0 : Math.min(Math.max(from + step, 0), keys.rrns.length - 1)];
  if (next === undefined) return false;
  keys.setMarked(next);
  if (keys.open !== undefined) keys.show(next);
  document.querySelector(`[data-rrn="${next}"]`)?.scrollIntoView({ block: 'nearest' });
  return true;
}
