// The terminals' door without certificates: plain TCP, for this machine and for tests.

import { createServer, type Server } from 'node:net';
import { Connection, type ConnectionOptions } from './connection.js';
import { Doorkeeper } from './doorkeeper.js';

export interface PosListenerOptions extends ConnectionOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface PosListener {
  readonly port: number;
  /** Takes no more frames, answers what is under way, and closes. */
  close(): Promise<void>;
}

export async function listenForTerminals(options: PosListenerOptions): Promise<PosListener> {
  const open = new Set<Connection>();
  const door = new Doorkeeper(options.limits, options.log);
  const server = createServer({ noDelay: true }, (socket) => {
    if (!door.admits(socket)) return;
    const connection = new Connection(socket, undefined, options);
    open.add(connection);
    socket.once('close', () => open.delete(connection));
  });
  const port = await listening(server, options);
  return { port, close: () => closing(server, open) };
}

/** The port that it listens on. */
export function listening(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** No new connections; those that are open finish first. */
export async function closing(server: Server, open: Iterable<{ finish(): Promise<void> }>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await Promise.all([...open].map((connection) => connection.finish()));
  await closed;
}
