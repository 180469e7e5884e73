// What the terminal is doing, as a table of allowed moves. One action at a time: it starts from `idle`, and
// wherever it ends the terminal is idle again. Screens show the stage as words.

import { assertThat } from './assert.js';

export type Stage =
  | 'idle'
  | 'preparing'
  | 'entering-pin'
  | 'connecting'
  | 'sending'
  | 'waiting'
  | 'checking'
  | 'confirming'
  | 'backing-off';

/** `waiting` may follow `connecting` at once: a link need not tell when it sends. */
const moves: Readonly<Record<Stage, readonly Stage[]>> = {
  idle: ['preparing'],
  preparing: ['entering-pin', 'connecting'],
  'entering-pin': ['connecting'],
  connecting: ['sending', 'waiting', 'checking'],
  sending: ['waiting', 'checking'],
  waiting: ['checking'],
  // On to the next message: a sale after a reversal, the PIN after an answer that wants it.
  checking: ['entering-pin', 'connecting', 'confirming', 'backing-off'],
  confirming: ['connecting'],
  'backing-off': ['connecting'],
};

export class Stages {
  #current: Stage = 'idle';
  readonly #tell: (stage: Stage) => void;

  constructor(tell: (stage: Stage) => void) {
    this.#tell = tell;
  }

  get current(): Stage {
    return this.#current;
  }

  /** The action is over, however it ended. */
  reset(): void {
    if (this.#current === 'idle') return;
    this.#current = 'idle';
    this.#tell('idle');
  }

  /** Staying is no move. */
  move(to: Stage): void {
    if (to === this.#current) return;
    assertThat(moves[this.#current].includes(to), `the terminal goes from ${this.#current} to ${to}`);
    this.#current = to;
    this.#tell(to);
  }
}
