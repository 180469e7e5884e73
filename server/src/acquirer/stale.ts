// What a unit of work answers when it was made of rows that are no longer true.

/** The cached terminal or card was no longer true under the lock: read it again and start over. */
export const STALE = 'stale';
