// The few small texts that a browser remembers for these pages: a language, a reference, an operator's number.
// Never card data or secrets. A browser that stores nothing remembers nothing, and the pages work all the same.

/** `browser`: until it is cleared; `tab`: until the tab is closed. */
type Memory = 'browser' | 'tab';

export function recall(memory: Memory, name: string): string | undefined {
  try {
    return storageOf(memory).getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Undefined forgets it. */
export function remember(memory: Memory, name: string, text: string | undefined): void {
  try {
    if (text === undefined) storageOf(memory).removeItem(name);
    else storageOf(memory).setItem(name, text);
  } catch {
    // Storage is switched off: what the page holds now is all there is.
  }
}

function storageOf(memory: Memory): Storage {
  return memory === 'browser' ? localStorage : sessionStorage;
}
