// What a connection needs of the socket below it: node's own in a host, one of virtual wire in a simulation.

export interface ByteSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly destroyed: boolean;
  /** False once the peer has hung up. */
  readonly writable: boolean;
  /** True while the peer has not taken what was written. */
  readonly writableNeedDrain: boolean;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'drain' | 'error' | 'close', listener: () => void): unknown;
  /** False: wait for `drain` before writing more. */
  write(bytes: Uint8Array): boolean;
  pause(): unknown;
  resume(): unknown;
  /** Calls back once nothing was read or written for so long. */
  readonly setTimeout: (ms: number, callback: () => void) => unknown;
  destroy(): unknown;
  /** Sends what was written, then ends. */
  destroySoon(): void;
}
