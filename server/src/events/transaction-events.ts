// What has just been committed, for whoever watches. A payment never waits for a listener, and a listener
// that missed something reads it from the journal by sequence.

export interface TransactionEvent {
  readonly rrn: string;
}

export interface TransactionEvents {
  publish(event: TransactionEvent): void;
  /** Calls back on every event until the answer is called. */
  subscribe(listener: (event: TransactionEvent) => void): () => void;
}

export function createTransactionEvents(): TransactionEvents {
  const listeners = new Set<(event: TransactionEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
