// What a bad line does to one message, for the fault laboratory: some to the request before the host reads it, some
// to the answer after its commit.

export const FAULT_NAMES = [
  'cut',
  'delay',
  'duplicate',
  'reorder',
  'flip-byte',
  'wrong-length',
  'slow-bytes',
  'answer-lost',
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** One fault, taken for one message. */
export interface Fault {
  readonly name: FaultName;
  /** How long an answer is held back (delay), and a request at the most (reorder). */
  readonly holdMs: number;
  /** Resolves when the next message of the same terminal was answered: what a reordered request waits for. */
  readonly overtaken: Promise<void>;
}

/** Asked by every connection; nothing is armed in a host that takes real payments. */
export interface Faults {
  /** Takes the fault that is armed for the terminal of this message, if one is. */
  next(body: Uint8Array): Fault | undefined;
  /** The answer to this message is on its way, over a good line. */
  answered(body: Uint8Array): void;
}
