// The watch that says how long the terminal itself has been at work, without what others took in between.

export class WorkWatch {
  #since = 0;

  /** @param nowMs of any clock, always the same one */
  start(nowMs: number): void {
    this.#since = nowMs;
  }

  /** @param ms that somebody else took */
  exclude(ms: number): void {
    this.#since += ms;
  }

  elapsedMs(nowMs: number): number {
    return nowMs - this.#since;
  }
}
