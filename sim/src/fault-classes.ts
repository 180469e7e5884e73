// What can go wrong in a simulated world: the classes by name, and at which points each of them strikes how often.

/** In the order of a report: on the line, below the store, at a bank, in the host and its HSM, at the till. */
export type FaultClass =
  | 'loss'
  | 'duplicate'
  | 'reorder'
  | 'delay'
  | 'cut'
  | 'corrupt'
  | 'partition'
  | 'short-write'
  | 'torn-write'
  | 'disk-full'
  | 'fsync-error'
  | 'commit-unknown'
  | 'database-restart'
  | 'database-gone'
  | 'bank-gone'
  | 'crash'
  | 'hsm-gone'
  | 'hsm-slow'
  | 'power-cut'
  | 'clock-jump'
  | 'clock-skew';

/** No fault has struck yet. */
export function noCounts(): Record<FaultClass, number> {
  return {
    ...{ loss: 0, duplicate: 0, reorder: 0, delay: 0, cut: 0, corrupt: 0, partition: 0 },
    ...{ 'short-write': 0, 'torn-write': 0, 'disk-full': 0, 'fsync-error': 0, 'commit-unknown': 0 },
    ...{ 'database-restart': 0, 'database-gone': 0, 'bank-gone': 0, crash: 0, 'hsm-gone': 0, 'hsm-slow': 0 },
    ...{ 'power-cut': 0, 'clock-jump': 0, 'clock-skew': 0 },
  };
}

export const FAULT_CLASSES: readonly FaultClass[] = Object.keys(noCounts()) as FaultClass[];

/** Where a fault can strike: each is passed once a message, write or call. */
export type Point =
  /** A frame that a terminal, or a host, has written. */
  | 'request'
  | 'answer'
  /** A frame that a host has written to a bank behind a link, or that bank to it. */
  | 'question'
  | 'reply'
  /** A step of the store: its record is written, then synced, then the caller is told. */
  | 'append'
  | 'sync'
  | 'told'
  /** A call of the host to anything outside itself, before and after it. */
  | 'host'
  | 'hsm'
  /** A store or a line of a terminal, before and after it is used. */
  | 'till';

/** How probable each class is at each point. What depends on time, not on a point, is in the weather. */
export const STRIKES: Readonly<Record<Point, Readonly<Partial<Record<FaultClass, number>>>>> = {
  request: { loss: 0.012, duplicate: 0.02, reorder: 0.01, delay: 0.004, cut: 0.006, corrupt: 0.008 },
  answer: { loss: 0.012, duplicate: 0.01, reorder: 0.005, delay: 0.012, cut: 0.006, corrupt: 0.008 },
  question: { loss: 0.012, duplicate: 0.02, reorder: 0.01, delay: 0.006, cut: 0.006 },
  reply: { loss: 0.012, duplicate: 0.01, reorder: 0.005, delay: 0.012, cut: 0.006 },
  append: { 'short-write': 0.003, 'torn-write': 0.003, 'disk-full': 0.002 },
  sync: { 'fsync-error': 0.003 },
  told: { 'commit-unknown': 0.006 },
  host: { crash: 0.0004 },
  hsm: { 'hsm-gone': 0.001, 'hsm-slow': 0.001 },
  till: { 'power-cut': 0.002 },
};
