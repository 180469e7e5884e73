// What the terminal needs from the machine it runs on, Node or browser: storage, a line to the host, time,
// randomness, and somebody to type a PIN.

import type { TerminalState } from './state.js';
import type { StoredState } from './state-versions.js';

/**
 * Keeps one state per terminal. `save` must not settle before the state would survive a power cut: the
 * terminal sends nothing before. The state of a pending reversal holds a PAN: a store encrypts at rest.
 */
export interface TerminalStore {
  /** A state of this or an older form; undefined for a terminal that was never used. */
  load(): Promise<StoredState | undefined>;
  save(state: TerminalState): Promise<void>;
}

/** A line to the host. */
export interface Link {
  /**
   * Sends one frame and answers the next one, both with their two length bytes.
   * Rejects with a LinkFault and nothing else.
   */
  exchange(
    frame: Uint8Array,
    timeoutMs: number,
    onStage: (stage: 'sending' | 'waiting') => void,
  ): Promise<Uint8Array>;
}

/**
 * `not-sent`: no byte left this machine, so the host cannot have seen the message. `no-answer`: some did, and
 * nothing is known. When in doubt a link says `no-answer`.
 */
export class LinkFault extends Error {
  readonly code: 'TG_LINK_NOT_SENT' | 'TG_LINK_NO_ANSWER';
  readonly kind: 'not-sent' | 'no-answer';

  constructor(kind: 'not-sent' | 'no-answer', message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'LinkFault';
    this.kind = kind;
    this.code = kind === 'not-sent' ? 'TG_LINK_NOT_SENT' : 'TG_LINK_NO_ANSWER';
  }
}

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  wait(ms: number): Promise<void>;
}

export interface Random {
  bytes(length: number): Uint8Array;
}

/**
 * Why the holder is asked: the way the card was read, the amount, the host's answer 70; or which PIN of a change it is:
 * the one so far, the new one, the new one again.
 */
export type PinReason = 'entry-mode' | 'amount' | 'host' | 'old-pin' | 'new-pin' | 'new-pin-again';

export interface PinRequest {
  readonly reason: PinReason;
  /** The host's words for the cashier, from F63 of the answer 70. */
  readonly hostText: string | undefined;
  readonly amountMinor: number | undefined;
  readonly maskedPan: string;
}

export interface PinEntry {
  /** 4 to 12 digits; empty when the holder enters none; undefined when the payment is cancelled. */
  ask(request: PinRequest): Promise<string | undefined>;
}
