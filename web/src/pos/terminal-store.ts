// Where the training terminal keeps its state: in IndexedDB, encrypted with AES-GCM under a key that the
// browser never gives out. A pending reversal holds a card number, so nothing is kept in the clear.

import { freshState, type StoredState, type TerminalState, type TerminalStore } from '@tillgate/terminal';

const DATABASE = 'tillgate-terminal';
const KEYS = 'keys';
const STATES = 'states';
const STATE_KEY = 'state-key';
const IV_BYTES = 12;

interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

export interface OpenedStore extends TerminalStore {
  /** False where the browser keeps nothing: the state lasts as long as the page. */
  readonly isKept: boolean;
}

export async function openTerminalStore(terminalId: string): Promise<OpenedStore> {
  let database: IDBDatabase;
  try {
    database = await openDatabase();
  } catch {
    return memoryStore();
  }
  const key = await stateKey(database);
  const additionalData = new TextEncoder().encode(terminalId);
  return {
    isKept: true,
    async load() {
      const kept = await ask<Sealed | undefined>(store(database, STATES, 'readonly').get(terminalId));
      if (!kept) return firstState();
      const parameters = { name: 'AES-GCM', iv: kept.iv, additionalData };
      const text = new TextDecoder().decode(await crypto.subtle.decrypt(parameters, key, kept.sealed));
      return JSON.parse(text) as StoredState;
    },
    async save(state) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const text = new TextEncoder().encode(JSON.stringify(state));
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, text);
      const states = store(database, STATES, 'readwrite');
      states.put({ iv, sealed } satisfies Sealed, terminalId);
      await finished(states.transaction);
    },
  };
}

function memoryStore(): OpenedStore {
  let kept = firstState();
  return {
    isKept: false,
    load: async () => kept,
    save: async (state) => {
      kept = state;
    },
  };
}

/**
 * All visitors' browsers share the terminals of the demo world. Each starts its traces at a place of its own:
 * from the same place, the host would take its payments for repetitions of another browser's.
 */
function firstState(): TerminalState {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return { ...freshState, nextTrace: 1 + (random % 999_999) };
}

/** The key of this browser, made at first use; not extractable, so that only this page can use it. */
async function stateKey(database: IDBDatabase): Promise<CryptoKey> {
  const kept = await ask<CryptoKey | undefined>(store(database, KEYS, 'readonly').get(STATE_KEY));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const keys = store(database, KEYS, 'readwrite');
  keys.put(made, STATE_KEY);
  await finished(keys.transaction);
  return made;
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    for (const name of [KEYS, STATES]) request.result.createObjectStore(name);
  };
  return ask(request);
}

/** What was put survives a power cut once the transaction is finished, not before (durability strict). */
function store(database: IDBDatabase, name: string, mode: 'readonly' | 'readwrite'): IDBObjectStore {
  return database.transaction(name, mode, { durability: 'strict' }).objectStore(name);
}

function ask<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}
