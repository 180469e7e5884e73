// The host's end of a connection in a simulated world: the socket that the real connection code of the link reads from
// and writes to.

import type { ByteSocket } from '@tillgate/server/simulation';
import type { VirtualClock } from './virtual-clock.js';

export interface SocketEvents {
  /** The host wrote these bytes. */
  onWritten(bytes: Uint8Array): void;
  /** The host ended the connection. */
  onDestroyed(): void;
}

export class VirtualSocket implements ByteSocket {
  readonly remoteAddress: string;
  readonly writableNeedDrain = false;
  readonly #clock: VirtualClock;
  readonly #events: SocketEvents;
  readonly #listeners = new Map<string, Array<(chunk: Uint8Array) => void>>();
  #isPaused = false;
  #unread: Uint8Array[] = [];
  #isDestroyed = false;
  #idle: { readonly ms: number; readonly callback: () => void; cancel: () => void } | undefined;

  constructor(remoteAddress: string, clock: VirtualClock, events: SocketEvents) {
    this.remoteAddress = remoteAddress;
    this.#clock = clock;
    this.#events = events;
  }

  get writable(): boolean {
    return !this.#isDestroyed;
  }

  get destroyed(): boolean {
    return this.#isDestroyed;
  }

  on(event: string, listener: (chunk: Uint8Array) => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  /** Bytes came in over the line. */
  receive(chunk: Uint8Array): void {
    if (this.#isDestroyed) return;
    this.#stirIdle();
    if (this.#isPaused) this.#unread.push(chunk);
    else this.#emit('data', chunk);
  }

  /** The line broke, or the peer hung up. */
  hangUp(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#idle?.cancel();
    this.#emit('close');
  }

  /** The machine is off: nobody is told anything. */
  vanish(): void {
    this.#isDestroyed = true;
    this.#idle?.cancel();
    this.#listeners.clear();
  }

  write(bytes: Uint8Array): boolean {
    if (this.#isDestroyed) return false;
    this.#stirIdle();
    this.#events.onWritten(bytes);
    return true;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    const unread = this.#unread.splice(0);
    for (const chunk of unread) this.receive(chunk);
  }

  readonly setTimeout = (ms: number, callback: () => void): void => {
    this.#idle?.cancel();
    this.#idle = { ms, callback, cancel: this.#clock.after(ms, callback) };
  };

  destroy(): void {
    if (this.#isDestroyed) return;
    this.hangUp();
    this.#events.onDestroyed();
  }

  destroySoon(): void {
    this.destroy();
  }

  #stirIdle(): void {
    if (this.#idle !== undefined) this.setTimeout(this.#idle.ms, this.#idle.callback);
  }

  #emit(event: string, chunk: Uint8Array = new Uint8Array(0)): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(chunk);
  }
}
