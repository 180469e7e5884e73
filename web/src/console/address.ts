// Where the console is, kept in the URL: `?search=` the list's filter, `?open=` the row whose drawer is open,
// `?rrn=` one transaction as a page, `?page=` one of the other pages. Back and forward work, and a link says it all.

import { type MouseEvent, useSyncExternalStore } from 'react';

const NAMES = ['search', 'open', 'rrn', 'page'] as const;

export type Address = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

const listeners = new Set<() => void>();

export function useAddress(): Address {
  return readAddress(useSyncExternalStore(subscribe, () => location.search));
}

/** `replace` for a change that Back should not stop at. */
export function goTo(address: Address, { replace = false } = {}): void {
  const url = linkTo(address);
  if (url === location.pathname + location.search) return;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  for (const listener of listeners) listener();
}

export function linkTo(address: Address): string {
  const query = new URLSearchParams();
  for (const name of NAMES) if (address[name]) query.set(name, address[name]);
  return `/console/${query.size === 0 ? '' : `?${query}`}`;
}

/** A plain click stays on the page; with a key held the browser opens the link as it always does. */
export function followHere(event: MouseEvent, address: Address): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  goTo(address);
}

function readAddress(text: string): Address {
  const query = new URLSearchParams(text);
  return Object.fromEntries(NAMES.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}
