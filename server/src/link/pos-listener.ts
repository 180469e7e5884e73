// The terminals' door: TCP connections in, frame bodies through the payment path, answers out. Everything a
// peer can do wrong ends with one line in the log and a closed connection, and touches nobody else.

import { createServer, type Server, type Socket } from 'node:net';
import { FrameReader, frame } from '@tillgate/pos-protocol';
import type { Clock } from '../kernel/clock.js';

export interface LinkLimits {
  /** Longest frame body in bytes. */
  readonly frameBytes: number;
  /** How long a started frame may take to arrive. */
  readonly halfFrameMs: number;
  /** How long a connection may be silent. */
  readonly idleMs: number;
  readonly connections: number;
  /** Requests of one connection under way at a time; more wait unread in the socket. */
  readonly requestsUnderWay: number;
}

export const defaultLimits: LinkLimits = {
  frameBytes: 4096,
  halfFrameMs: 10_000,
  idleMs: 600_000,
  connections: 4096,
  requestsUnderWay: 64,
};

/** What the listener does with a frame body: the answer's body, or why the connection closes. */
export type Handle = (
  body: Uint8Array,
) => Promise<{ readonly body: Uint8Array } | { readonly close: string }>;

export interface PosListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly limits: LinkLimits;
  readonly clock: Clock;
  readonly handle: Handle;
  /** One line a closed connection; holds no bytes of a message. */
  readonly log: (line: string) => void;
}

export interface PosListener {
  readonly port: number;
  /** Takes no more frames, answers what is under way, and closes. */
  close(): Promise<void>;
}

export async function listenForTerminals(options: PosListenerOptions): Promise<PosListener> {
  const open = new Set<Connection>();
  const server = createServer({ noDelay: true }, (socket) => {
    if (open.size >= options.limits.connections) {
      options.log(`refused ${peer(socket)}: ${options.limits.connections} connections are open`);
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, options, () => open.delete(connection));
    open.add(connection);
  });
  await listening(server, options);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...open].map((connection) => connection.finish()));
      await closed;
    },
  };
}

class Connection {
  readonly #socket: Socket;
  readonly #options: PosListenerOptions;
  readonly #reader: FrameReader;
  #underWay = 0;
  #finishing = false;
  #stopWaiting: (() => void) | undefined;
  #whenIdle: (() => void) | undefined;

  constructor(socket: Socket, options: PosListenerOptions, onClose: () => void) {
    this.#socket = socket;
    this.#options = options;
    this.#reader = new FrameReader(options.limits.frameBytes);
    const from = peer(socket);
    socket.setTimeout(options.limits.idleMs, () =>
      this.#close(`${from}: silent for ${options.limits.idleMs} ms`),
    );
    socket.on('data', (chunk: Uint8Array) => this.#read(chunk));
    // A reset is the peer's way of hanging up: the close event that follows does the rest.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#stopWaiting?.();
      if (this.#underWay === 0) this.#whenIdle?.();
      onClose();
    });
  }

  /** Reads no more, lets what is under way be answered, then closes. */
  async finish(): Promise<void> {
    this.#finishing = true;
    this.#socket.pause();
    if (this.#underWay > 0) await new Promise<void>((idle) => (this.#whenIdle = idle));
    this.#socket.destroySoon();
  }

  #read(chunk: Uint8Array): void {
    if (this.#finishing) return;
    const bodies = this.#reader.push(chunk);
    for (const body of bodies) void this.#answer(body);
    if (this.#reader.broken !== undefined) {
      this.#close(`${peer(this.#socket)}: ${this.#reader.broken}`);
      return;
    }
    this.#watchHalfFrame();
  }

  #watchHalfFrame(): void {
    const { clock, limits } = this.#options;
    if (this.#reader.pendingBytes === 0) {
      this.#stopWaiting?.();
      this.#stopWaiting = undefined;
    } else {
      // The time runs from the first byte of the frame, so that a byte now and then does not keep it open.
      this.#stopWaiting ??= clock.after(limits.halfFrameMs, () =>
        this.#close(`${peer(this.#socket)}: half a frame after ${limits.halfFrameMs} ms`),
      );
    }
  }

  async #answer(body: Uint8Array): Promise<void> {
    const { handle, limits } = this.#options;
    this.#underWay += 1;
    if (this.#underWay >= limits.requestsUnderWay) this.#socket.pause();
    try {
      const reply = await handle(body);
      if ('close' in reply) this.#close(`${peer(this.#socket)}: ${reply.close}`);
      else if (!this.#socket.destroyed) this.#socket.write(frame(reply.body));
    } catch {
      this.#close(`${peer(this.#socket)}: the request could not be answered`);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#whenIdle?.();
      if (!this.#finishing && this.#underWay < limits.requestsUnderWay) this.#socket.resume();
    }
  }

  #close(line: string): void {
    if (this.#socket.destroyed) return;
    this.#options.log(`closed ${line}`);
    this.#socket.destroy();
  }
}

function listening(server: Server, options: PosListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
}

function peer(socket: Socket): string {
  return `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
}
