// Counts the sockets of one listener, all and by address, and turns away those above the limits.

import type { Socket } from 'node:net';
import type { ByteSocket } from './byte-socket.js';
import type { LinkLimits } from './link-limits.js';

export class Doorkeeper {
  readonly #limits: LinkLimits;
  readonly #log: (line: string) => void;
  readonly #byAddress = new Map<string, number>();
  #open = 0;

  constructor(limits: LinkLimits, log: (line: string) => void) {
    this.#limits = limits;
    this.#log = log;
  }

  /** False when the socket was turned away, and is destroyed. */
  admits(socket: Socket): boolean {
    const address = socket.remoteAddress ?? '?';
    const fromThere = this.#byAddress.get(address) ?? 0;
    const { connections, connectionsPerAddress } = this.#limits;
    if (this.#open >= connections || fromThere >= connectionsPerAddress) {
      const why =
        this.#open >= connections
          ? `${connections} connections are open`
          : `${connectionsPerAddress} connections are open from there`;
      this.#log(`refused ${peerName(socket)}: ${why}`);
      socket.destroy();
      return false;
    }
    this.#open += 1;
    this.#byAddress.set(address, fromThere + 1);
    socket.once('close', () => this.#leave(address));
    return true;
  }

  #leave(address: string): void {
    this.#open -= 1;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}

/** Address and port, for the log. */
export function peerName(socket: Pick<ByteSocket, 'remoteAddress' | 'remotePort'>): string {
  return `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
}
