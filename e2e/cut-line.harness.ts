// A line between two processes that can be cut at its n-th write: what was written is lost, or arrives and its answer
// is lost. Everything else passes as it is.

import { once } from 'node:events';
import {
  type AddressInfo,
  connect,
  createServer,
  type ListenOptions,
  type Server,
  type Socket,
} from 'node:net';

/** `written`: the other end never gets it. `answer`: it does, and nothing comes back. */
export type Cut = 'written' | 'answer';

type End = Pick<ListenOptions, 'path' | 'port' | 'host'>;

export class CutLine {
  readonly #server: Server;
  #left = Number.POSITIVE_INFINITY;
  #cut: Cut = 'written';
  /** Writes of the near end since the line was armed. */
  passed = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param near where it listens; port 0 is any */
  static async open(near: End, far: End): Promise<CutLine> {
    const server = createServer();
    const line = new CutLine(server);
    server.on('connection', (socket) => line.#join(socket, connect(far as { port: number })));
    server.listen(near);
    await once(server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** @param nth from 1; 0: it only counts */
  arm(nth: number, cut: Cut): void {
    this.passed = 0;
    this.#left = nth === 0 ? Number.POSITIVE_INFINITY : nth;
    this.#cut = cut;
  }

  /** What the near end has open ends with its own processes. */
  close(): void {
    this.#server.close();
  }

  #join(near: Socket, far: Socket): void {
    let isCut = false;
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    near.on('data', (chunk) => {
      this.passed += 1;
      this.#left -= 1;
      if (this.#left !== 0) return void far.write(chunk);
      if (this.#cut === 'written') return end();
      isCut = true;
      return void far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (isCut) end();
      else near.write(chunk);
    });
  }
}
